"""The heads are split off, but time still stands in front of them.

Attention works on the last two axes and treats those before them as a batch, so heads must be there: otherwise the heads of one token attend to each other.
Exchange axes 1 and 2.
"""


def split_heads(x, num_heads):
    batch, time, width = x.shape
    if width % num_heads:
        raise ValueError("the heads do not divide the channels")
    return x.reshape(batch, time, num_heads, width // num_heads)  # <- here
