"""Each gradient was clipped on its own.

Every tensor gets a factor of its own then, and the update points somewhere else: a layer with a large gradient is cut back, its neighbor isn't.
One norm over all the gradients, one factor for all.
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
    for g in grads:
        clip_coef = max_norm / (torch.linalg.vector_norm(g, norm_type) + 1e-6)  # <- here
        g.mul_(torch.clamp(clip_coef, max=1.0))
    return total_norm
