"""A list of indices was expected to give a view, like a slice.

`x[[0]]` is advanced indexing, which always copies: torch does not look whether the list happens to be regular.
`x[0:1]` has the same shape and is a view.
"""
answers = {
    "row_from_a_list": 3.0,  # <- here
}
