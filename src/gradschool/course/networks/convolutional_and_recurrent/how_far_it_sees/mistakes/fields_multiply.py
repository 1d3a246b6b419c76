"""Three layers of width 3 were expected to see 3 · 3 = 9 columns.

In a row the fields overlap: the neighbors' fields share two columns out of three, so each layer adds one on either side.
Fields multiply only when the layers step by their width, as a stride of 3 does.
"""
answers = {
    "columns_seen": 9,  # <- here
}
