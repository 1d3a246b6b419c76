"""The group flattened to one axis, two passes over it, a power of minus a half."""
import math

import torch


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    rows = input.reshape(-1, math.prod(normalized_shape)).to(torch.promote_types(input.dtype, torch.float32))
    centered = rows - rows.mean(1, keepdim=True)
    scale = (torch.einsum("rn,rn->r", centered, centered) / rows.shape[1] + eps) ** -0.5
    y = (centered * scale[:, None]).reshape(input.shape)
    y = y if weight is None else y * weight
    y = y if bias is None else y + bias
    return y.to(input.dtype)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    rows = input.reshape(-1, math.prod(normalized_shape)).to(torch.promote_types(input.dtype, torch.float32))
    eps = torch.finfo(rows.dtype).eps if eps is None else eps
    scale = rows.pow(2).mean(1).add(eps).rsqrt()
    y = (rows * scale[:, None]).view(input.shape)
    return (y if weight is None else y * weight).to(input.dtype)
