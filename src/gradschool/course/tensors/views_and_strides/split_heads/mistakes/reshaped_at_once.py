"""The numbers were re-read under a new shape instead of moved.

Neither `reshape` nor `contiguous().view` changes the order of the numbers, so the first head gets the first tokens whole, all channels of them.
(`contiguous()` only silences the error of `view`, which asks about memory and never about meaning.)
Split the last axis first, `(batch, time, heads, channels)`, then exchange time and heads.
"""


def split_heads(x, num_heads):
    batch, time, width = x.shape
    return x.contiguous().view(batch, num_heads, time, width // num_heads)  # <- here
