r"""Only the number of pixels was checked.

$6 \times 6$ pixels are divisible by $4 \times 4$ in neither direction, and $3 \times 4$ by $2 \times 2$ in one.
Check height and width, each by itself, and raise a `ValueError`.
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

    def forward(self, images):
        B, C, H, W = images.shape
        P = self.patch_size
        if (H * W) % P != 0:  # <- here
            raise ValueError("the image can't be cut into patches")
        rows, columns = H // P, W // P
        x = F.unfold(images, P, stride=P).transpose(1, 2)
        positions = sincos_positions(rows, columns, self.dim)
        return self.proj(x) + positions.to(x)
