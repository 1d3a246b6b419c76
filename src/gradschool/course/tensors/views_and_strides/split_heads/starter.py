import torch


def split_heads(x: torch.Tensor, num_heads: int) -> torch.Tensor:
    """(batch, time, num_heads * channels) to (batch, num_heads, time, channels)."""
    batch, time, width = x.shape
    channels = width // num_heads
    return x.reshape(batch, num_heads, time, channels)
