import torch
from torch import nn


def sincos_positions(rows: int, columns: int, dim: int, device: torch.device | None = None) -> torch.Tensor:
    """A vector for each place of a grid, row by row: (rows * columns, dim), in float32.

    Sines and cosines of the row, then of the column, as in MoCo v3 (Chen et al. 2021) and MAE (He et al. 2022).
    """
    if dim % 4:
        raise ValueError(f"dim {dim} can't be divided by 4: a sine and a cosine for each of two axes")
    quarter = dim // 4
    speeds = 10000.0 ** (-torch.arange(quarter, dtype=torch.float32, device=device) / quarter)

    def along(length: int) -> torch.Tensor:
        angles = torch.arange(length, dtype=torch.float32, device=device)[:, None] * speeds
        return torch.cat([angles.sin(), angles.cos()], dim=-1)

    row = along(rows)[:, None].expand(-1, columns, -1)
    column = along(columns)[None].expand(rows, -1, -1)
    return torch.cat([row, column], dim=-1).flatten(0, 1)


class PatchEmbed(nn.Module):
    """Images to sequences of patches (Dosovitskiy et al. 2021), with positions in two dimensions."""

    def __init__(self, patch_size: int, in_channels: int, dim: int) -> None:
        super().__init__()
        if dim % 4:
            raise ValueError(f"dim {dim} can't be divided by 4")
        self.patch_size, self.dim = patch_size, dim
        self.proj = nn.Linear(in_channels * patch_size**2, dim)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """images (batch, in_channels, height, width) to (batch, patches, dim)."""
        height, width = images.shape[-2:]
        size = self.patch_size
        if height % size or width % size:
            raise ValueError(f"patches of {size} don't divide an image of {height} x {width}")
        rows, columns = height // size, width // size
        # (batch, channels, rows, size, columns, size): what numbers the patches in front, what is inside behind.
        cut = images.unflatten(-1, (columns, size)).unflatten(-3, (rows, size))
        patches = cut.permute(0, 2, 4, 1, 3, 5).flatten(3).flatten(1, 2)
        tokens = self.proj(patches)
        return tokens + sincos_positions(rows, columns, self.dim, images.device).to(tokens.dtype)
