"""A loop was expected to have no derivative.

`backward` never sees the loop. It sees the operations that ran, six multiplications in a row, and each of them has a derivative.
"""
answers = {
    "through_a_loop": "raises",  # <- here
}
