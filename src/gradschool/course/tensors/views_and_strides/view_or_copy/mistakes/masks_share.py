"""Elements picked by a mask were expected to share memory with their tensor.

What a mask picks may lie anywhere, and a view can only be said with one stride for each axis.
So reading with a mask copies; writing with one, `x[mask] = …`, does reach `x`.
"""
answers = {
    "chosen_by_a_mask": 6.0,  # <- here
}
