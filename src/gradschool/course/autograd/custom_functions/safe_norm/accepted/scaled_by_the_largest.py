"""Scaled by the largest magnitude, a constant for the tape: nothing overflows in any dtype."""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    if x.shape[dim] == 0:
        return x.sum(dim, keepdim=keepdim)
    largest = x.detach().abs().amax(dim, keepdim=True)
    scale = torch.where((largest == 0) | largest.isinf(), torch.ones_like(largest), largest)
    squares = ((x / scale) ** 2).sum(dim, keepdim=True)
    safe = torch.where(squares == 0, torch.ones_like(squares), squares)
    norm = torch.where(squares == 0, torch.zeros_like(squares), safe.sqrt()) * scale
    return norm if keepdim else norm.squeeze(dim)
