import torch


def cross_entropy(
    input: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> torch.Tensor:
    """Cross-entropy of logits `(batch, classes, …)` and class numbers `(batch, …)`.

    Args:
        input: logits; halves are computed in float32.
        target: int64; a number that is neither a class nor `ignore_index` raises.
        weight: `(classes,)`, how much a target of each class counts.
        ignore_index: a target of this value costs nothing.
        reduction: "none", "sum", or "mean", which divides by the weights of the targets that were kept.
        label_smoothing: the share of the target that is spread evenly over all classes (Szegedy et al. 2015).
    """
    if reduction not in ("none", "sum", "mean"):
        raise ValueError(f"reduction must be 'none', 'sum' or 'mean', not {reduction!r}")
    log_probs = input.log_softmax(1, dtype=torch.promote_types(input.dtype, torch.float32))
    of_class = log_probs.new_ones(input.shape[1]) if weight is None else weight.to(log_probs.dtype)

    ignored = target == ignore_index
    labels = target.masked_fill(ignored, 0)  # any other number that is no class still raises in gather
    weights = of_class[labels].masked_fill(ignored, 0)
    losses = -weights * log_probs.gather(1, labels.unsqueeze(1)).squeeze(1)
    if label_smoothing > 0:
        per_class = of_class.view(1, -1, *[1] * (input.dim() - 2))
        spread = -(per_class * log_probs).mean(1).masked_fill(ignored, 0)
        losses = (1 - label_smoothing) * losses + label_smoothing * spread

    if reduction == "none":
        return losses.to(input.dtype)
    total = losses.sum()
    return (total / weights.sum() if reduction == "mean" else total).to(input.dtype)
