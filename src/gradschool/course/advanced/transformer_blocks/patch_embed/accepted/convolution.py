"""A convolution with the weights of proj; positions on a meshgrid."""
import torch
from torch import nn
from torch.nn import functional as F


def sincos_positions(rows, columns, dim):
    if dim % 4 != 0:
        raise ValueError("dim must be a multiple of 4")
    row, column = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    speeds = torch.tensor([10000 ** (-4 * i / dim) for i in range(dim // 4)], dtype=torch.float32)
    parts = []
    for places in (row, column):
        angles = torch.outer(places.reshape(-1).float(), speeds)
        parts += [torch.sin(angles), torch.cos(angles)]
    return torch.cat(parts, dim=1)


class PatchEmbed(nn.Module):
    def __init__(self, patch_size, in_channels, dim):
        super().__init__()
        if dim % 4:
            raise ValueError("dim must be a multiple of 4")
        self.kernel = (in_channels, patch_size, patch_size)
        self.proj = nn.Linear(in_channels * patch_size * patch_size, dim)

    def forward(self, images):
        size = self.kernel[-1]
        if images.shape[2] % size or images.shape[3] % size:
            raise ValueError("the patches do not fill the image")
        kernel = self.proj.weight.view(-1, *self.kernel)
        grid = F.conv2d(images, kernel, self.proj.bias, stride=size)
        positions = sincos_positions(grid.shape[2], grid.shape[3], grid.shape[1])
        return grid.flatten(2).transpose(1, 2) + positions.to(grid)
