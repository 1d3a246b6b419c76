"""The rows that count are picked out first; gathered from log_softmax, with weight from the enclosing scope."""
import torch
from torch.utils.checkpoint import checkpoint


def chunked_cross_entropy(hidden, weight, target, chunk_size):
    kept = target.ne(-100)
    hidden, target = hidden[kept], target[kept]

    def cost(chunk):
        logits = torch.einsum("nd,vd->nv", hidden[chunk], weight)
        return -logits.log_softmax(-1).gather(-1, target[chunk, None]).sum()

    starts = range(0, len(target), chunk_size)
    costs = [checkpoint(cost, slice(start, start + chunk_size), use_reentrant=False) for start in starts]
    return sum(costs, start=hidden.new_zeros(())) / len(target)
