"""The infinity norm was computed with powers.

`x ** inf` is 0 or infinity, and whatever it is, `** (1 / inf)` makes it 1.
The infinity norm is a limit: the largest absolute value.
"""
import torch


@torch.no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    grads = [p.grad for p in parameters if p.grad is not None]
    if len(grads) == 0:
        return torch.tensor(0.0)
    total = sum(g.double().abs().pow(norm_type).sum() for g in grads)
    total_norm = total ** (1.0 / norm_type)  # <- here
    if error_if_nonfinite and not torch.isfinite(total_norm):
        raise RuntimeError("the total norm is not finite")
    clip_coef = torch.clamp(max_norm / (total_norm + 1e-6), max=1.0)
    for g in grads:
        g.mul_(clip_coef)
    return total_norm
