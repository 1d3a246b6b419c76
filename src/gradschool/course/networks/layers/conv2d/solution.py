import torch
from torch.nn import functional as F


def conv2d(
    input: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    groups: int = 1,
) -> torch.Tensor:
    """`(batch, in_channels, height, width)` to `(batch, out_channels, h, w)`, as `F.conv2d` does it.

    All windows at once are a view; the one product that reads them is where memory is spent ("im2col", Chellapilla et
    al. 2006, "High Performance Convolutional Neural Networks for Document Processing").
    """
    channels, outputs, per_group = input.shape[1], *weight.shape[:2]
    if channels != groups * per_group or outputs % groups:
        raise ValueError(f"{channels} channels do not fit a weight {tuple(weight.shape)} in {groups} groups")
    down, across = _pair(padding)
    windows = F.pad(input, (across, across, down, down))
    for axis, size, step, gap in zip((2, 3), weight.shape[2:], _pair(stride), _pair(dilation), strict=True):
        windows = windows.unfold(axis, gap * (size - 1) + 1, step)[..., ::gap]
    grouped = windows.unflatten(1, (groups, per_group))  # (batch, groups, per_group, h, w, kernel_h, kernel_w)
    output = torch.einsum("bgchwuv,gocuv->bgohw", grouped, weight.unflatten(0, (groups, -1))).flatten(1, 2)
    return output if bias is None else output + bias[:, None, None]


def _pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """(height, width)."""
    return (value, value) if isinstance(value, int) else value
