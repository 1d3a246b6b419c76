"""A slice of length one was expected to disappear.

`1:2` is a slice: it keeps its axis, of size 1. Only the plain number 0 removes one.
"""
answers = {
    "slice_and_index": (),  # <- here
}
