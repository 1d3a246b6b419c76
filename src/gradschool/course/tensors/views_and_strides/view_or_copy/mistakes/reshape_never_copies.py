"""`reshape` was expected to be a view, whatever the strides.

Merging the axes of a transposed tensor has no single stride; `view` refuses, `reshape` copies in silence.
Never count on either when you write into the result.
"""
answers = {
    "reshaped_after_transpose": 9.0,  # <- here
}
