from collections.abc import Callable

import torch


def gradcheck(
    func: Callable[..., torch.Tensor], inputs: tuple[torch.Tensor, ...], eps: float = 1e-6, atol: float = 1e-5
) -> bool:
    """Whether autograd's derivatives of `func` at `inputs` agree with central differences within `atol`."""
    raise NotImplementedError("your turn")
