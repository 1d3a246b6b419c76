"""`reshape(-1)` made a copy, and the copy was scaled.

It returns a view where the layout allows one, and silently a copy where it doesn't: then the gradient stays as it was.
`mul_` needs no flat tensor, `g.mul_(factor)` works in any layout.
"""
import torch


@torch.no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    grads = [p.grad.reshape(-1) for p in parameters if p.grad is not None]  # <- here
    if len(grads) == 0:
        return torch.tensor(0.0)
    norms = torch.stack([torch.linalg.vector_norm(g, norm_type) for g in grads])
    total_norm = torch.linalg.vector_norm(norms, norm_type)
    if error_if_nonfinite and not torch.isfinite(total_norm):
        raise RuntimeError("the total norm is not finite")
    clip_coef = torch.clamp(max_norm / (total_norm + 1e-6), max=1.0)
    for g in grads:
        g.mul_(clip_coef)
    return total_norm
