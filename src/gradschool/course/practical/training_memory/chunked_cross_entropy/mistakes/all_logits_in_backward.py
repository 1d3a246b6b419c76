"""Forward goes in chunks, and backward computes all the logits at once.

A step is as large as its largest moment, and that has moved to backward.
Go through the same chunks there: each gives its rows of the gradient of `hidden`, and adds its part to the gradient of `weight`.
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
        kept = target != -100
        of_logits = torch.softmax(hidden @ weight.T, 1)  # <- here
        of_logits[torch.arange(len(kept)), target.clamp(min=0)] -= 1
        of_logits *= (kept / count * grad)[:, None]
        return of_logits @ weight, of_logits.T @ hidden, None, None


def chunked_cross_entropy(hidden, weight, target, chunk_size):
    return ChunkedCrossEntropy.apply(hidden, weight, target, chunk_size)
