"""Temperature 0 divides by zero.

The logits become infinite, the softmax NaN, and `multinomial` refuses.
Zero means greedy: return `logits.argmax(-1)` before anything is divided.
"""
import torch


def sample_logits(logits, temperature=1.0, top_k=None, top_p=None, generator=None):
    scores = logits.to(torch.promote_types(logits.dtype, torch.float32)) / temperature  # <- here
    if top_k is not None:
        kth = scores.topk(min(top_k, scores.shape[-1])).values[:, -1:]
        scores = scores.masked_fill(scores < kth, float("-inf"))
    if top_p is not None and top_p < 1:
        ordered, ids = scores.sort(-1, descending=True)
        probabilities = ordered.softmax(-1)
        held_before = probabilities.cumsum(-1) - probabilities
        outside = held_before >= top_p
        scores = scores.masked_fill(outside.scatter(-1, ids, outside), float("-inf"))
    return torch.multinomial(scores.softmax(-1), 1, generator=generator).squeeze(-1)
