"""The result is (m, n): the two clouds changed places.

The cloud that gets its new axis *behind* its points becomes the rows: `x1[:, None]`.
Distances are symmetric, so with equally many points only the order gives it away.
"""
import torch


def cdist(x1, x2):
    return torch.linalg.vector_norm(x1[None] - x2[:, None], dim=-1)  # <- here
