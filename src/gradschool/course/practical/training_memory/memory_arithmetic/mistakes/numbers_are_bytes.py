"""Numbers were counted, not bytes.

A thousand float32 take four thousand bytes.
`numel()` counts numbers, `nbytes` multiplies by the size of the dtype.
"""
answers = {
    "gradients_of_four_pieces": 1000,  # <- here
    "gradient_of_three_words": 64_000,  # <- here
}
