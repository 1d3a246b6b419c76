"""`view(-1)` was asked of a gradient that isn't contiguous.

A gradient may lie in memory in any order, transposed or channels last, and then it has no flat view.
`vector_norm` takes it as it is.
"""
import torch


@torch.no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    grads = [p.grad for p in parameters if p.grad is not None]
    if len(grads) == 0:
        return torch.tensor(0.0)
    flat = torch.cat([g.view(-1) for g in grads])  # <- here
    total_norm = torch.linalg.vector_norm(flat, norm_type)
    if error_if_nonfinite and not torch.isfinite(total_norm):
        raise RuntimeError("the total norm is not finite")
    clip_coef = torch.clamp(max_norm / (total_norm + 1e-6), max=1.0)
    for g in grads:
        g.mul_(clip_coef)
    return total_norm
