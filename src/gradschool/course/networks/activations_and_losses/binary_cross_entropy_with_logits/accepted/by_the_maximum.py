"""max(z, 0) − z t + log1p(exp(−|z|)), and its form with a weight."""
import torch


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if not input.shape == target.shape:
        raise ValueError("target and input must have the same shape")
    small = torch.log1p(torch.exp(-torch.abs(input)))
    if pos_weight is None:
        losses = torch.clamp(input, min=0) - input * target + small
    else:
        scale = 1 + (pos_weight - 1) * target
        losses = (1 - target) * input + scale * (small + (-input).clamp(min=0))
    return {"none": lambda x: x, "sum": torch.sum, "mean": torch.mean}.get(reduction, refuse)(losses)


def refuse(losses):
    raise ValueError("no such reduction")
