"""`proj` is a convolution.

It computes the same numbers, but its weight is `(dim, channels, size, size)`, and the state dict that is asked for has a matrix.
Give `F.conv2d` the matrix of a linear layer, reshaped, or multiply the flattened patches.
"""
import torch
from torch import nn
from torch.nn import functional as F


def axis(length, dim):
    k = dim // 2
    speeds = 10000.0 ** (-torch.arange(k, dtype=torch.float32) / k)
    angles = torch.arange(length, dtype=torch.float32)[:, None] * speeds
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def sincos_positions(rows, columns, dim):
    if dim % 4 != 0:
        raise ValueError("dim must be divisible by 4")
    row = axis(rows, dim // 2).repeat_interleave(columns, dim=0)
    column = axis(columns, dim // 2).repeat(rows, 1)
    return torch.cat([row, column], dim=1)


class PatchEmbed(nn.Module):
    def __init__(self, patch_size, in_channels, dim):
        super().__init__()
        if dim % 4 != 0:
            raise ValueError("dim must be divisible by 4")
        self.patch_size = patch_size
        self.dim = dim
        self.proj = nn.Conv2d(in_channels, dim, patch_size, stride=patch_size)  # <- here

    def forward(self, images):
        B, C, H, W = images.shape
        P = self.patch_size
        if H % P != 0 or W % P != 0:
            raise ValueError("the image can't be cut into patches")
        rows, columns = H // P, W // P
        x = self.proj(images).flatten(2).transpose(1, 2)
        positions = sincos_positions(rows, columns, self.dim)
        return x + positions.to(x)
