"""Loops over rows and columns, a cache of positions that is no buffer."""
import math

import torch
from torch import nn


def vector(place, k):
    angles = [place / 10000 ** (i / k) for i in range(k)]
    return [math.sin(angle) for angle in angles] + [math.cos(angle) for angle in angles]


def sincos_positions(rows, columns, dim):
    if dim % 4:
        raise ValueError("dim has to be divisible by 4")
    k = dim // 4
    places = [vector(r, k) + vector(c, k) for r in range(rows) for c in range(columns)]
    return torch.tensor(places, dtype=torch.float32)


class PatchEmbed(nn.Module):
    def __init__(self, patch_size, in_channels, dim):
        super().__init__()
        if dim % 4:
            raise ValueError("dim has to be divisible by 4")
        self.p, self.dim, self.known = patch_size, dim, {}
        self.proj = nn.Linear(in_channels * patch_size**2, dim)

    def forward(self, images):
        p, (height, width) = self.p, images.shape[2:]
        if height % p != 0 or width % p != 0:
            raise ValueError(f"{height}x{width} is not made of {p}x{p}")
        grid = height // p, width // p
        if grid not in self.known:
            self.known[grid] = sincos_positions(*grid, self.dim)
        tokens = [
            self.proj(images[:, :, top : top + p, left : left + p].flatten(1))
            for top in range(0, height, p)
            for left in range(0, width, p)
        ]
        return torch.stack(tokens, 1) + self.known[grid].to(images.device, images.dtype)
