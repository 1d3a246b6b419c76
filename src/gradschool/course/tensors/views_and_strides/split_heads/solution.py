import torch


def split_heads(x: torch.Tensor, num_heads: int) -> torch.Tensor:
    """(batch, time, num_heads * channels) to (batch, num_heads, time, channels), a view of `x`.

    Head `h` holds the neighboring channels from `h * channels` on.

    Raises:
        ValueError: the heads do not divide the channels evenly.
    """
    width = x.shape[-1]
    if width % num_heads:
        raise ValueError(f"{num_heads} heads do not divide {width} channels")
    return x.unflatten(-1, (num_heads, width // num_heads)).transpose(1, 2)
