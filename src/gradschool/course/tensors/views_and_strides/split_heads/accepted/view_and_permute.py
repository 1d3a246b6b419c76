"""`view`, which never needs a copy to split an axis, and `permute`."""


def split_heads(x, num_heads):
    batch, time, width = x.shape
    if width % num_heads:
        raise ValueError("the heads do not divide the channels")
    return x.view(batch, time, num_heads, width // num_heads).permute(0, 2, 1, 3)
