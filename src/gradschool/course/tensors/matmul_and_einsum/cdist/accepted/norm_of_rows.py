"""One row at a time, with `Tensor.norm`: less memory, more calls."""
import torch


def cdist(x1, x2):
    rows = [(point - x2).norm(dim=1) for point in x1]
    return torch.stack(rows) if rows else x1.new_zeros(0, len(x2)) + 0 * x1.sum()
