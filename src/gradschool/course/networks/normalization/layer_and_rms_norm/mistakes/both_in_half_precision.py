"""Both functions compute in float16, where the square of 256 overflows.

The rows come out as 0, in `layer_norm` and in `rms_norm`.
Widen to float32, normalize, and cast back at the end.
"""
import torch


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    dims = tuple(range(-len(normalized_shape), 0))
    x = input  # <- here
    mean = x.mean(dims, keepdim=True)
    var = (x - mean).square().mean(dims, keepdim=True)
    y = (x - mean) / torch.sqrt(var + eps)
    if weight is not None:
        y = y * weight
    if bias is not None:
        y = y + bias
    return y.to(input.dtype)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    axes = tuple(range(-len(normalized_shape), 0))
    z = input  # <- here
    if eps is None:
        eps = torch.finfo(torch.promote_types(z.dtype, torch.float32)).eps
    square = z.square().mean(axes, keepdim=True)
    out = z / torch.sqrt(square + eps)
    if weight is not None:
        out = out * weight
    return out.to(input.dtype)
