"""`//` was expected to cut off the fraction.

It rounds *down*: -3.5 becomes -4.
For C's rule there is `torch.div(a, b, rounding_mode="trunc")`.
"""
answers = {
    "floor_of_negatives": [-3, 3],  # <- here
}
