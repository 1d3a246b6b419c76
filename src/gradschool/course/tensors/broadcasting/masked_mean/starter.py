import torch


def masked_mean(input: torch.Tensor, mask: torch.Tensor, dim: int | None = None, keepdim: bool = False) -> torch.Tensor:
    """The mean of the elements of `input` where `mask` is True; 0 where it is True nowhere."""
    raise NotImplementedError("your turn")
