import torch


def safe_norm(x: torch.Tensor, dim: int = -1, keepdim: bool = False) -> torch.Tensor:
    """The Euclidean norm along `dim`, in the dtype of `x`; its gradient at a zero vector is 0.

    Halves are squared in float32, where 65,504² still fits. The root never sees a 0: its slope there is infinite,
    and a `where` behind it would multiply that by 0.
    """
    squares = x.to(torch.promote_types(x.dtype, torch.float32)).square().sum(dim, keepdim=keepdim)
    is_zero = squares == 0
    norm = torch.where(is_zero, 1, squares).sqrt()
    return torch.where(is_zero, 0, norm).to(x.dtype)
