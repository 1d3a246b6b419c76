"""`reshape` itself refuses heads that do not divide the channels."""


def split_heads(x, num_heads):
    batch, time, width = x.shape
    return x.reshape(batch, time, num_heads, width // num_heads).transpose(1, 2)
