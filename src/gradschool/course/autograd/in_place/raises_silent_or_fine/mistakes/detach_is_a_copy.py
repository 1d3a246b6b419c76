"""A detached tensor was expected to be a copy.

It has no past, and it lies in the same memory: zeroing it zeroes the saved result.
"""

answers = {
    "zeroed_through_detach": "fine",  # <- here
    "zeroed_through_numpy": "fine",  # <- here
}
