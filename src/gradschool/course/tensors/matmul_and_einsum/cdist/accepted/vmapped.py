"""The distance of two points, mapped over both clouds."""
import torch


def cdist(x1, x2):
    if not len(x1) or not len(x2):
        return x1.new_zeros(len(x1), len(x2))
    distance = lambda a, b: torch.linalg.vector_norm(a - b)
    return torch.vmap(torch.vmap(distance, (None, 0)), (0, None))(x1, x2)
