from collections.abc import Callable

import torch
from torch.func import grad, jvp


def hvp(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
    """The Hessian of `f` at `x` times `v`: shape and dtype of `x`.

    Forward over reverse: the directional derivative of the gradient (Pearlmutter 1994, "Fast exact multiplication by
    the Hessian"). The transforms leave no trace on `x`, and a gradient that does not depend on `x` changes by zero.
    """
    _, product = jvp(grad(f), (x,), (v,))
    return product
