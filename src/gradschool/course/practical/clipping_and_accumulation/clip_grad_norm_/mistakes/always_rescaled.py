"""Small gradients were blown up to the limit.

A limit cuts what is above it.
The factor is `max_norm / norm` only where that is below 1: `.clamp(max=1.0)`.
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
    total_norm = torch.linalg.vector_norm(norms, norm_type)
    if error_if_nonfinite and not torch.isfinite(total_norm):
        raise RuntimeError("the total norm is not finite")
    clip_coef = max_norm / (total_norm + 1e-6)  # <- here
    for g in grads:
        g.mul_(clip_coef)
    return total_norm
