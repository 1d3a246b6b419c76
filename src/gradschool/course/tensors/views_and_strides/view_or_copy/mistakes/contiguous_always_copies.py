"""`contiguous` was expected to make a copy.

A tensor that is contiguous already is returned as it is. Whoever wants a copy asks for one: `clone`.
"""
answers = {
    "made_contiguous": 0.0,  # <- here
}
