"""Everything flattened to rows, the ignored ones left out before anything is computed."""
import torch


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    rows = input.transpose(0, 1).flatten(1).T
    labels = target.flatten()
    kept = torch.nonzero(labels != ignore_index)[:, 0]
    rows, labels = rows[kept].double(), labels[kept]
    weight = torch.ones(rows.shape[1], dtype=rows.dtype) if weight is None else weight.double()
    logp = rows - rows.logsumexp(1, keepdim=True)
    picked = torch.gather(logp, 1, labels[:, None])[:, 0]
    losses = -(1 - label_smoothing) * weight[labels] * picked - label_smoothing * (logp @ weight) / rows.shape[1]
    if reduction == "none":
        result = torch.zeros(target.numel(), dtype=rows.dtype).index_put((kept,), losses).view(target.shape)
    elif reduction == "sum":
        result = losses.sum()
    elif reduction == "mean":
        result = losses.sum() / weight[labels].sum()
    else:
        raise ValueError(reduction)
    return result.to(input.dtype)
