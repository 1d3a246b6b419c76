"""A slice was expected to be a copy, as it is for Python's lists.

A slice of a tensor is a new offset and a new stride for the same memory.
Writing into it changes the tensor, and keeping it keeps the whole storage.
"""
answers = {
    "column_of_a_table": 0.0,  # <- here
    "bytes_behind_a_slice": 8,  # <- here
}
