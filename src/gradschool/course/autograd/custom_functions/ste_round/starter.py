import torch


def ste_round(x: torch.Tensor) -> torch.Tensor:
    """`torch.round(x)`, with the gradient of the identity."""
    raise NotImplementedError("your turn")
