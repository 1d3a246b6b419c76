"""`reshape` was expected to copy.

It does so only if no strides can describe the result.
A contiguous tensor can be reshaped to anything for free, and the two share memory.
"""
answers = {
    "reshaped": 0.0,  # <- here
}
