"""16 bytes a parameter were expected whatever the dtype.

16 is four times the 4 bytes of float32: weight, gradient, two means.
In bfloat16 each of the four takes 2.
"""
answers = {
    "everything_in_bfloat16": 16,  # <- here
}
