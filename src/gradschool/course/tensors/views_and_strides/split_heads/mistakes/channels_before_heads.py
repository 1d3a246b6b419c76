"""The channels were split as (channels, heads): neighboring channels went to different heads.

The first of the two new axes is the slow one, and a head is a block of neighbors, so the head comes first: `(num_heads, channels)`.
"""


def split_heads(x, num_heads):
    batch, time, width = x.shape
    if width % num_heads:
        raise ValueError("the heads do not divide the channels")
    return x.reshape(batch, time, width // num_heads, num_heads).permute(0, 3, 1, 2)  # <- here
