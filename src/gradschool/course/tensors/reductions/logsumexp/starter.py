import torch


def logsumexp(input: torch.Tensor, dim: int, keepdim: bool = False) -> torch.Tensor:
    """The logarithm of the sum of the exponentials along `dim`."""
    raise NotImplementedError("your turn")
