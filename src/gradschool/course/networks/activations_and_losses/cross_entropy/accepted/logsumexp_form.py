"""logsumexp minus the logit of the target; the smoothed part from the mean of the logits."""
import torch


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    x = input.movedim(1, -1)
    x = x.to(torch.promote_types(x.dtype, torch.float32))
    if weight is None:
        weight = x.new_ones(x.shape[-1])
    weight = weight.to(x.dtype)
    valid = target.ne(ignore_index)
    index = torch.where(valid, target, torch.zeros_like(target))
    if valid.any() and (index.max() >= x.shape[-1] or index.min() < 0):
        raise IndexError("a target is out of bounds")
    lse = torch.logsumexp(x, -1)
    one = (lse - torch.take_along_dim(x, index[..., None], -1)[..., 0]) * weight[index]
    every = ((lse[..., None] - x) * weight).mean(-1)
    loss = torch.where(valid, torch.lerp(one, every, label_smoothing), 0)
    match reduction:
        case "none":
            return loss.to(input.dtype)
        case "sum":
            return loss.sum().to(input.dtype)
        case "mean":
            return (loss.sum() / weight[index][valid].sum()).to(input.dtype)
    raise ValueError(f"{reduction} is not a valid value for reduction")
