"""Time and channels were exchanged before the split, and the result was re-read as if nothing had moved.

After `transpose(1, 2)` the axes are (batch, channels, time): the split is right there, but the last two are still the wrong way round, and `reshape` cannot turn them.
Use `transpose` for that, or split first.
"""


def split_heads(x, num_heads):
    batch, time, width = x.shape
    if width % num_heads:
        raise ValueError("the heads do not divide the channels")
    return x.transpose(1, 2).reshape(batch, num_heads, time, width // num_heads)  # <- here
