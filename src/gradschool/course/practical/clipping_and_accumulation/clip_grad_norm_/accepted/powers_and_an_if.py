"""Powers summed by hand, nothing under the fraction, and an `if` that NaN does not pass."""
import math

import torch


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False):
    if torch.is_tensor(parameters):
        return clip_grad_norm_([parameters], max_norm, norm_type, error_if_nonfinite)
    grads = [p.grad.detach() for p in parameters if p.grad is not None]
    if math.isinf(norm_type):
        norm = max((g.abs().max().double() for g in grads), default=torch.zeros(()))
    else:
        norm = torch.zeros((), dtype=torch.float64)
        for g in grads:
            norm += g.double().abs().pow(norm_type).sum()
        norm = norm ** (1 / norm_type)
    if error_if_nonfinite and not math.isfinite(norm):
        raise RuntimeError(f"the norm is {norm.item()}")
    if not norm <= max_norm:
        for g in grads:
            g *= max_norm / norm
    return norm
