"""The positions are in the state dict.

A table made once for a large grid is a fine idea; a buffer is saved unless you say `persistent=False`.
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
        self.proj = nn.Linear(in_channels * patch_size**2, dim)
        table = sincos_positions(64, 64, dim).view(64, 64, dim)
        self.register_buffer("table", table)  # <- here

    def forward(self, images):
        B, C, H, W = images.shape
        P = self.patch_size
        if H % P != 0 or W % P != 0:
            raise ValueError("the image can't be cut into patches")
        rows, columns = H // P, W // P
        x = images.reshape(B, C, rows, P, columns, P)
        x = x.permute(0, 2, 4, 1, 3, 5).reshape(B, rows * columns, C * P * P)
        positions = self.table[:rows, :columns].flatten(0, 1)
        return self.proj(x) + positions.to(x)
