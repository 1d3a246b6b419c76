import torch


def safe_norm(x: torch.Tensor, dim: int = -1, keepdim: bool = False) -> torch.Tensor:
    """The Euclidean norm along `dim`, in the dtype of `x`; its gradient at a zero vector is 0."""
    raise NotImplementedError("your turn")
