"""The powers were taken of signed numbers.

With an odd `norm_type` negative elements cancel positive ones, and a large gradient can have the norm 0.
Take `abs()` first.
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
        total_norm = sum(g.float().pow(norm_type).sum() for g in grads) ** (1 / norm_type)  # <- here
    if error_if_nonfinite and not torch.isfinite(total_norm):
        raise RuntimeError("the total norm is not finite")
    clip_coef = torch.clamp(max_norm / (total_norm + 1e-6), max=1.0)
    for g in grads:
        g.mul_(clip_coef)
    return total_norm
