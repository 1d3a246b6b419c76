"""Fill, then work in float32 throughout."""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    wide = input.double() if input.dtype == torch.float64 else input.float()
    mask = torch.broadcast_to(mask, input.shape)
    total = wide.masked_fill(~mask, 0).sum(dim, keepdim=keepdim)
    return (total / mask.sum(dim, keepdim=keepdim).clamp_min(1)).type_as(input)
