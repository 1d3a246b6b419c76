"""A weight for each element, so that no sum ever gets large."""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask.expand(input.shape)
    wide = torch.promote_types(input.dtype, torch.float32)
    weights = mask.to(wide) / mask.sum(dim, keepdim=True).clamp(min=1)
    return (torch.where(mask, input, 0).to(wide) * weights).sum(dim, keepdim=keepdim).to(input.dtype)
