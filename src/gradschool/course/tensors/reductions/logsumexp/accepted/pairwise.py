"""`logaddexp`, folded over the slices."""
import torch


def logsumexp(input, dim, keepdim=False):
    result, *others = input.unbind(dim)
    for scores in others:
        result = torch.logaddexp(result, scores)
    return result.unsqueeze(dim) if keepdim else result.clone()
