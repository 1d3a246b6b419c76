"""`reshape` was expected to undo the transpose.

It knows nothing of what was done before: it reads the numbers in the order of the tensor that it gets, row after row, and breaks the lines elsewhere.
Another `T` would have undone it.
"""
answers = {
    "reshaped_back": [[1, 2, 3], [4, 5, 6]],  # <- here
}
