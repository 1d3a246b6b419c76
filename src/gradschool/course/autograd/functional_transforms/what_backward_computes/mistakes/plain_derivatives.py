"""These are the three derivatives, as if every output counted once.

The vector that `backward` is given says how much each output counts, and here they count 1, 10 and 0.
"""
answers = {
    "two_outputs_cared_about": [2.0, 4.0, 6.0],  # <- here
}
