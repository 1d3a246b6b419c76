"""Everything copied into one vector to measure, and a minimum between tensors."""
import torch


@torch.no_grad()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    grads = [p.grad for p in parameters if p.grad is not None]
    if not grads:
        return torch.zeros(())
    flat = torch.cat([g.reshape(-1).to(torch.float64) for g in grads])
    norm = torch.norm(flat, p=norm_type)
    if not torch.isfinite(norm) and error_if_nonfinite:
        raise RuntimeError("non-finite norm")
    factor = torch.minimum(max_norm / (norm + 1e-6), torch.ones_like(norm))
    for g in grads:
        g.copy_(g * factor)
    return norm
