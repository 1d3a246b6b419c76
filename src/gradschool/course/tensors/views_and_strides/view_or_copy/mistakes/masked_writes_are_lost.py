"""Writing through a mask was expected to be lost in a copy.

*Reading* `x[mask]` copies. Left of `=` or `+=` nothing is fetched for you: the index says where in `x` to write.
"""
answers = {
    "written_by_a_mask": 0.0,  # <- here
}
