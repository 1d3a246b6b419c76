"""Without `eps`, `rms_norm` takes LayerNorm's 1e-5.

`F.rms_norm`'s default is the machine epsilon, 1.2e-7 in float32 and 2.2e-16 in float64.
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
    return y.to(input.dtype)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    axes = tuple(range(-len(normalized_shape), 0))
    z = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if eps is None:
        eps = 1e-5  # <- here
    square = z.square().mean(axes, keepdim=True)
    out = z / torch.sqrt(square + eps)
    if weight is not None:
        out = out * weight
    return out.to(input.dtype)
