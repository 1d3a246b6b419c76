"""A small number under the root made the gradient finite and every distance too long.

The root of 1e-6 is 0.001: that far is a point now from itself, and close neighbors are pushed apart.
Use `torch.linalg.vector_norm`, or replace the zeros before the root and put them back after it.
"""
import torch


def cdist(x1, x2):
    squared = (x1[:, None] - x2[None]).square().sum(-1)
    return torch.sqrt(squared + 1e-6)  # <- here
