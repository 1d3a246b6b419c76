"""The optimizer's state was left out.

Weight and gradient are half of it; AdamW keeps the mean of the gradients and the mean of their squares, one number each for every parameter.
"""
answers = {
    "everything_in_bfloat16": 4,  # <- here
}
