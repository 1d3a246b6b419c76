"""F.unfold for the patches; positions by einsum-like broadcasting into an empty tensor."""
import math

import torch
from torch import nn
from torch.nn import functional as F


def sincos_positions(rows: int, columns: int, dim: int) -> torch.Tensor:
    k, rest = divmod(dim, 4)
    if rest:
        raise ValueError(dim)
    speed = torch.exp(torch.arange(k, dtype=torch.float32) * (-math.log(10000.0) / k))
    table = torch.empty(rows, columns, 4, k, dtype=torch.float32)
    down = torch.arange(rows, dtype=torch.float32).view(rows, 1, 1) * speed
    across = torch.arange(columns, dtype=torch.float32).view(1, columns, 1) * speed
    table[:, :, 0], table[:, :, 1] = down.sin(), down.cos()
    table[:, :, 2], table[:, :, 3] = across.sin(), across.cos()
    return table.view(rows * columns, dim)


class PatchEmbed(nn.Module):
    def __init__(self, patch_size: int, in_channels: int, dim: int) -> None:
        super().__init__()
        self.size, self.dim = patch_size, dim
        sincos_positions(1, 1, dim)
        self.proj = nn.Linear(in_channels * patch_size * patch_size, dim)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        rows, left = divmod(images.shape[-2], self.size)
        columns, over = divmod(images.shape[-1], self.size)
        if left or over:
            raise ValueError("a patch would stick out")
        patches = F.unfold(images, self.size, stride=self.size).mT
        return self.proj(patches) + sincos_positions(rows, columns, self.dim).to(images.dtype)
