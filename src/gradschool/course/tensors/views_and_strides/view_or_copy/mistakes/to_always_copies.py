"""`to` was expected to make a copy.

It returns the tensor itself if dtype and device are right already, and so do `float()` and `cpu()`.
Ask for `clone()`, or for `to(…, copy=True)`.
"""
answers = {
    "converted_to_its_own_dtype": 0.0,  # <- here
}
