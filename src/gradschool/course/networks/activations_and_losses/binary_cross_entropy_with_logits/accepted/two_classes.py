"""A softmax over two classes, one of them with the logit 0."""
import torch


def binary_cross_entropy_with_logits(input, target, pos_weight=None, reduction="mean"):
    if input.shape != target.shape:
        raise ValueError((input.shape, target.shape))
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(reduction)
    no, yes = torch.stack([torch.zeros_like(input), input]).log_softmax(0)
    loss = -(yes if pos_weight is None else pos_weight * yes) * target - no * (1 - target)
    return loss if reduction == "none" else getattr(loss, reduction)()
