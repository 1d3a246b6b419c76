"""Three layers of width 3 were expected to see 3 · 3 · 3 = 27 columns, or as many as there are.

The fields of neighbors overlap, so each layer adds one column on either side: 3, 5, 7.
"""
answers = {
    "columns_seen": 21,  # <- here
}
