"""A write through `.data` was expected to do no harm.

The sigmoid's derivative is computed from its saved result, which is the memory that you zeroed: 0 · (1 − 0) = 0.
"""

answers = {
    "zeroed_through_data": "fine",  # <- here
}
