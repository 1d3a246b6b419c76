from collections.abc import Sequence

import torch


def layer_norm(
    input: torch.Tensor,
    normalized_shape: Sequence[int],
    weight: torch.Tensor | None = None,
    bias: torch.Tensor | None = None,
    eps: float = 1e-5,
) -> torch.Tensor:
    """Mean 0 and variance 1 over the last axes, then weight and bias (Ba et al. 2016, "Layer Normalization").

    The variance is that of the centered numbers, divided by n; halves are computed in float32.
    """
    x, dims = _wide(input), _last(normalized_shape)
    var, mean = torch.var_mean(x, dims, correction=0, keepdim=True)
    y = (x - mean) * torch.rsqrt(var + eps)
    if weight is not None:
        y = y * weight
    if bias is not None:
        y = y + bias
    return y.to(input.dtype)


def rms_norm(
    input: torch.Tensor,
    normalized_shape: Sequence[int],
    weight: torch.Tensor | None = None,
    eps: float | None = None,
) -> torch.Tensor:
    """Mean square 1 over the last axes, then weight (Zhang & Sennrich 2019, "Root Mean Square Layer Normalization").

    Without `eps`, the machine epsilon of the dtype that the squares are computed in, as in torch.
    """
    x, dims = _wide(input), _last(normalized_shape)
    if eps is None:
        eps = torch.finfo(x.dtype).eps
    y = x * torch.rsqrt(x.square().mean(dims, keepdim=True) + eps)
    if weight is not None:
        y = y * weight
    return y.to(input.dtype)


def _wide(input: torch.Tensor) -> torch.Tensor:
    """`input` in float32 at least: the square of 256 does not fit into float16."""
    return input.to(torch.promote_types(input.dtype, torch.float32))


def _last(normalized_shape: Sequence[int]) -> tuple[int, ...]:
    """The axes that a shape stands for, counted from the end."""
    return tuple(range(-len(normalized_shape), 0))
