"""The derivative on paper was expected.

On paper it is 1. Autograd multiplies the slope of each operator at the floats that really came up, and one of them is infinite.
"""

answers = {
    "far_up_the_slope": 1.0,  # <- here
}
