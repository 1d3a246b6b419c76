"""Zero was divided by zero.

Where all the gradients are 0, so is their norm, and a direction they don't have.
Work out the factor first: `max_norm / norm` is infinite there, and the clamp makes it 1.
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
    length = torch.clamp(total_norm, max=max_norm)
    for g in grads:
        g.div_(total_norm).mul_(length)  # <- here
    return total_norm
