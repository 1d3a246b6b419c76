"""A list of parameters walked twice, the norm by hypot and by `where`."""
import torch


@torch.inference_mode()
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    parameters = [parameters] if isinstance(parameters, torch.Tensor) else [*parameters]
    norm = torch.tensor(0.0, dtype=torch.float64)
    for p in parameters:
        if p.grad is None:
            continue
        mine = torch.linalg.vector_norm(p.grad, ord=norm_type).double()
        if norm_type == torch.inf:
            norm = torch.maximum(norm, mine)
        elif norm_type == 2:
            norm = torch.hypot(norm, mine)
        else:
            norm = (norm**norm_type + mine**norm_type) ** (1 / norm_type)
    if error_if_nonfinite and not torch.isfinite(norm).item():
        raise RuntimeError("The gradients have a norm that is no number.")
    factor = torch.where(norm <= max_norm, 1.0, max_norm / norm)
    for p in parameters:
        if p.grad is not None:
            p.grad *= factor
    return norm.clone()
