"""`view` was expected to refuse whatever is not contiguous.

It refuses only what strides cannot say. *Splitting* an axis always works: the inner part keeps the stride, the outer part gets a multiple.
Merging two axes is what may need a copy.
"""
answers = {
    "split_after_transpose": RuntimeError,  # <- here
}
