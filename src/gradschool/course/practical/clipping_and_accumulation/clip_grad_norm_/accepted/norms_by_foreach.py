"""All norms and all products at once, with the foreach operators."""
import torch


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    with torch.no_grad():
        parameters = (parameters,) if torch.is_tensor(parameters) else tuple(parameters)
        grads = [g for g in (p.grad for p in parameters) if g is not None]
        norm = torch.zeros(())
        if grads:
            each = torch._foreach_norm(grads, norm_type)
            norm = torch.stack([n.float() if n.dtype.itemsize < 4 else n for n in each]).norm(norm_type)
        if error_if_nonfinite and (norm.isnan() or norm.isinf()):
            raise RuntimeError(f"norm {norm}")
        torch._foreach_mul_(grads, torch.clamp_max(max_norm / (norm + 1e-6), 1.0)) if grads else None
        return norm
