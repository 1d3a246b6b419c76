"""The norms of the tensors were put together as a 2-norm, whatever `norm_type` is.

Norms of kind $p$ add up in powers of $p$: the largest of the largest for `inf`, a plain sum for 1.
The outer norm needs `norm_type` as well.
"""
import torch


@torch.no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    grads = [p.grad for p in parameters if p.grad is not None]
    if len(grads) == 0:
        return torch.tensor(0.0)
    norms = torch.stack([torch.linalg.vector_norm(g, norm_type) for g in grads])
    total_norm = torch.linalg.vector_norm(norms)  # <- here
    if error_if_nonfinite and not torch.isfinite(total_norm):
        raise RuntimeError("the total norm is not finite")
    clip_coef = torch.clamp(max_norm / (total_norm + 1e-6), max=1.0)
    for g in grads:
        g.mul_(clip_coef)
    return total_norm
