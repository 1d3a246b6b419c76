"""Reducing a tensor without elements was expected to raise.

Only a reduction without a sensible value raises: the largest of *no* numbers.
The sum of none is 0, and the largest of each of no rows is a tensor of shape (0,).
"""
answers = {
    "sum_of_nothing": RuntimeError,  # <- here
    "largest_of_each": RuntimeError,  # <- here
}
