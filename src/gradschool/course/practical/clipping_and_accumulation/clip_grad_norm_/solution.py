from collections.abc import Iterable

import torch


@torch.no_grad()
def clip_grad_norm_(
    parameters: torch.Tensor | Iterable[torch.Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
) -> torch.Tensor:
    """Scale all gradients in place so that their common norm is at most `max_norm` (Pascanu et al. 2013).

    Returns the norm before clipping, a tensor without dimensions; 0 where there is no gradient.

    Raises:
        RuntimeError: with `error_if_nonfinite`, if the norm is infinite or NaN; the gradients are as they were.
    """
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    grads = [parameter.grad for parameter in parameters if parameter.grad is not None]
    if not grads:
        return torch.tensor(0.0)

    # The norm of the norms is the norm of everything, and `vector_norm` sums the squares of halves in float32.
    norms = [torch.linalg.vector_norm(grad, norm_type) for grad in grads]
    total = torch.linalg.vector_norm(torch.stack([norm.to(norms[0].device) for norm in norms]), norm_type)
    if error_if_nonfinite and not torch.isfinite(total):
        raise RuntimeError(f"the gradients' norm is {total.item()}: they cannot be clipped, and are as they were")

    # Clamped and not compared: an `if` would make the host wait for the device, and NaN would pass it.
    factor = (max_norm / (total + 1e-6)).clamp(max=1.0)
    for grad in grads:
        grad.mul_(factor.to(grad.device))
    return total
