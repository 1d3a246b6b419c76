"""The shift brought into range with `clamp`, and the gradient through it, which cancels."""
import torch


def logsumexp(input, dim, keepdim=False):
    limits = torch.finfo(input.dtype)
    shift = input.amax(dim, keepdim=True).clamp(limits.min, limits.max)
    shift = torch.where(shift.abs() == limits.max, 0, shift)
    summed = (input - shift).exp().sum(dim, keepdim=True)
    result = summed.log() + shift
    return result if keepdim else result.squeeze(dim)
