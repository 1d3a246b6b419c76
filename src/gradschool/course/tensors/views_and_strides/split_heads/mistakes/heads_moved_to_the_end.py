"""The last two axes were exchanged instead of the middle two.

The result is (batch, time, channels, heads).
After the split the axes are (batch, time, heads, channels); it is 1 and 2 that change places.
"""


def split_heads(x, num_heads):
    batch, time, width = x.shape
    if width % num_heads:
        raise ValueError("the heads do not divide the channels")
    return x.reshape(batch, time, num_heads, width // num_heads).transpose(2, 3)  # <- here
