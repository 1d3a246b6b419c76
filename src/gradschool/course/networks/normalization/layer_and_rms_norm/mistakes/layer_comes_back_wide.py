"""`layer_norm` returns float32 for halves.

Cast back at the end, or every layer behind this one runs wide too.
"""
import torch


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = tuple(range(-len(normalized_shape), 0))
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    mean = x.mean(dims, keepdim=True)
    var = x.var(dims, correction=0, keepdim=True)
    y = (x - mean) / torch.sqrt(var + eps)
    if weight is not None:
        y = y * weight
    if bias is not None:
        y = y + bias
    return y  # <- here


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
