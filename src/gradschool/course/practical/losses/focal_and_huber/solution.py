import torch
from torch.nn import functional as F


def sigmoid_focal_loss(
    input: torch.Tensor, target: torch.Tensor, alpha: float = 0.25, gamma: float = 2.0, reduction: str = "mean"
) -> torch.Tensor:
    """Cross-entropy of each `target` under sigmoid(`input`), times `(1 - p_t) ** gamma` and the weight of its class.

    Lin et al. 2017, "Focal Loss for Dense Object Detection". No probability is formed: `1 - p_t` rounds to 0 for a
    logit of 17, and a power below 1 has an infinite slope there.

    Args:
        input: logits of any shape.
        target: the same shape, each 0 or 1.
        alpha: weight of the yeses, from 0 to 1; the noes have `1 - alpha`. Negative: no weights.
        gamma: how much those that are right are turned down, 0 or more.
        reduction: "none", "sum" or "mean".
    """
    _check(input, target, reduction)
    signed = torch.where(target == 1, input, -input)  # the logit of what is true
    losses = -(gamma * F.logsigmoid(-signed)).exp() * F.logsigmoid(signed)
    if alpha >= 0:
        losses = (alpha * target + (1 - alpha) * (1 - target)) * losses
    return _reduced(losses, reduction)


def huber_loss(input: torch.Tensor, target: torch.Tensor, reduction: str = "mean", delta: float = 1.0) -> torch.Tensor:
    """Half the squared error up to `delta`, and a straight line beyond: no example pulls harder than `delta`.

    Huber 1964, "Robust Estimation of a Location Parameter".

    Args:
        input: predictions of any shape.
        target: the same shape.
        reduction: "none", "sum" or "mean".
        delta: where the line begins, in the unit of the target; positive.
    """
    _check(input, target, reduction)
    size = (input - target).abs()
    # The square may overflow; it is not selected there, and its slope, which is finite, is multiplied by 0.
    losses = torch.where(size <= delta, 0.5 * size.square(), delta * (size - 0.5 * delta))
    return _reduced(losses, reduction)


def _check(input: torch.Tensor, target: torch.Tensor, reduction: str) -> None:
    if target.shape != input.shape:
        raise ValueError(f"target {tuple(target.shape)} and input {tuple(input.shape)} must have the same shape")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"reduction must be 'none', 'sum' or 'mean', not {reduction!r}")


def _reduced(losses: torch.Tensor, reduction: str) -> torch.Tensor:
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()
