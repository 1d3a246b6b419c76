"""A NaN norm was taken for a small one.

Every comparison with NaN is false, so `if norm > max_norm` lets it pass, and so does Python's `min(1.0, factor)`.
`clamp(max=1.0)` hands NaN on; `if not norm <= max_norm` catches it too.
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
    if total_norm > max_norm:  # <- here
        for g in grads:
            g.mul_(max_norm / (total_norm + 1e-6))
    return total_norm
