"""`expand` was expected to write the row out.

It sets a stride of 0 and copies nothing, so all rows are the one row. `repeat` is the one that writes.
"""
answers = {
    "stretched_row": [0.0, 0.0],  # <- here
}
