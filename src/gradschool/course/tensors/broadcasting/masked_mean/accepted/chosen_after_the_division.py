"""The quotient, and a 0 where the count is 0."""
import torch


def masked_mean(input, mask, dim=None, keepdim=False):
    mask = mask | torch.zeros_like(input, dtype=torch.bool)
    wide = torch.promote_types(input.dtype, torch.float32)
    count = mask.sum(dim, keepdim=keepdim)
    total = torch.where(mask, input.to(wide), 0.0).sum(dim, keepdim=keepdim)
    return torch.where(count > 0, total / torch.where(count > 0, count, 1), 0.0).to(input.dtype)
