"""`layer_norm` divides the variance by n − 1; it has to be divided by n.

`torch.var` does that unless you say `correction=0`. With 4 features the result is 13 % too small.
"""
import torch


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = tuple(range(-len(normalized_shape), 0))
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    mean = x.mean(dims, keepdim=True)
    var = x.var(dims, keepdim=True)  # <- here
    y = (x - mean) / torch.sqrt(var + eps)
    if weight is not None:
        y = y * weight
    if bias is not None:
        y = y + bias
    return y.to(input.dtype)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    axes = tuple(range(-len(normalized_shape), 0))
    z = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if eps is None:
        eps = torch.finfo(z.dtype).eps
    square = z.square().mean(axes, keepdim=True)
    out = z / torch.sqrt(square + eps)
    if weight is not None:
        out = out * weight
    return out.to(input.dtype)
