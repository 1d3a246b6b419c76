"""The sum of the squares was taken for the norm.

There is a root to take at the end: `sum(|g|^p) ** (1 / p)`.
"""
import torch


@torch.no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    grads = [p.grad for p in parameters if p.grad is not None]
    if len(grads) == 0:
        return torch.tensor(0.0)
    if norm_type == float("inf"):
        total_norm = torch.stack([g.abs().max() for g in grads]).max()
    else:
        total_norm = sum(torch.linalg.vector_norm(g, norm_type) ** norm_type for g in grads)  # <- here
    if error_if_nonfinite and not torch.isfinite(total_norm):
        raise RuntimeError("the total norm is not finite")
    clip_coef = torch.clamp(max_norm / (total_norm + 1e-6), max=1.0)
    for g in grads:
        g.mul_(clip_coef)
    return total_norm
