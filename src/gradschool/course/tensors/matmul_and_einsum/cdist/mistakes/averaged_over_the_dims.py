"""The squares were averaged over the dimensions instead of summed.

Every distance is too short by the root of the number of dimensions.
"""
import torch


def cdist(x1, x2):
    difference = x1[:, None] - x2[None]
    return torch.linalg.vector_norm(difference, dim=-1) / x1.shape[1] ** 0.5  # <- here
