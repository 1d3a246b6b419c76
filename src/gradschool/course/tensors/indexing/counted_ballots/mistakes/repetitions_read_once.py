"""A place that is named twice was expected to be read once.

An index tensor is a list of positions, not a set: the result has as many entries as the index.
"""
answers = {
    "read_twice": [10, 20],  # <- here
}
