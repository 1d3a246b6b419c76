"""The sum was expected to keep what it added.

The derivative of a sum is 1 for each term, whatever they are, so nothing is kept for it.
The batch is kept once, for the first Linear.
"""
answers = {
    "kept_around_gelu": 11,  # <- here
    "kept_by_a_checkpoint": 3,  # <- here
}
