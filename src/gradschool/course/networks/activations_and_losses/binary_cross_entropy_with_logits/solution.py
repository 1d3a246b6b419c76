import torch
from torch.nn import functional as F


def binary_cross_entropy_with_logits(
    input: torch.Tensor, target: torch.Tensor, pos_weight: torch.Tensor | None = None, reduction: str = "mean"
) -> torch.Tensor:
    """The cost of each `target` under the probability sigmoid(`input`).

    The probability is never formed: 1 - sigmoid(z) is sigmoid(-z), so both logarithms are log-sigmoids of the logit.

    Args:
        input: logits of any shape.
        target: the same shape, from 0 to 1. Another shape raises, for (N, 1) against (N,) would compare N² pairs.
        pos_weight: broadcasts against `input`, and multiplies the cost of a yes.
        reduction: "none", "sum" or "mean".
    """
    if target.shape != input.shape:
        raise ValueError(f"target {tuple(target.shape)} and input {tuple(input.shape)} must have the same shape")
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"reduction must be 'none', 'sum' or 'mean', not {reduction!r}")
    if_yes, if_no = -F.logsigmoid(input), -F.logsigmoid(-input)
    if pos_weight is not None:
        if_yes = pos_weight * if_yes
    losses = target * if_yes + (1 - target) * if_no
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()
