"""The gradient of `weight` is that of the last chunk alone.

Every row of `hidden` belongs to one chunk, but `weight` takes part in all of them: its gradients add up.
`=` replaces what the chunks before had given; write `+=`.
"""
import torch
from torch.nn import functional as F


class ChunkedCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, hidden, weight, target, chunk_size):
        count = (target != -100).sum()
        total = hidden.new_zeros(())
        for rows, wanted in zip(hidden.split(chunk_size), target.split(chunk_size)):
            total += F.cross_entropy(rows @ weight.T, wanted, reduction="sum")
        ctx.save_for_backward(hidden, weight, target, count)
        ctx.chunk_size = chunk_size
        return total / count

    @staticmethod
    def backward(ctx, grad):
        hidden, weight, target, count = ctx.saved_tensors
        of_hidden, of_weight = torch.empty_like(hidden), torch.zeros_like(weight)
        for start in range(0, len(hidden), ctx.chunk_size):
            chunk = slice(start, start + ctx.chunk_size)
            kept = target[chunk] != -100
            of_logits = torch.softmax(hidden[chunk] @ weight.T, 1)
            of_logits[torch.arange(len(kept)), target[chunk].clamp(min=0)] -= 1
            of_logits *= (kept / count * grad)[:, None]
            of_hidden[chunk] = of_logits @ weight
            of_weight = of_logits.T @ hidden[chunk]  # <- here
        return of_hidden, of_weight, None, None


def chunked_cross_entropy(hidden, weight, target, chunk_size):
    return ChunkedCrossEntropy.apply(hidden, weight, target, chunk_size)
