"""Slices of one buffer were expected to be counted apart.

A slice is a view, and views share one counter: a write anywhere in the buffer counts for all of it.
Collect the pieces in a list and `torch.stack` them.
"""

answers = {
    "powers_in_a_buffer": "fine",  # <- here
}
