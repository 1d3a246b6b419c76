"""Indexing with a number was expected to keep the axis.

A number picks one element of an axis and the axis is gone; a slice, even one of length 1, keeps it.
"""
answers = {
    "slice_and_index": (1, 1),  # <- here
}
