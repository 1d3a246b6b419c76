"""The root by hand, with the zeros out of its way."""
import torch


def cdist(x1, x2):
    squared = (x1.unsqueeze(1) - x2.unsqueeze(0)).pow(2).sum(2)
    zero = squared == 0
    return torch.where(zero, 0, torch.where(zero, 1, squared).sqrt())
