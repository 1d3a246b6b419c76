"""A `top_k` larger than the vocabulary raises: "selected index k out of range".

A setting such as `top_k=50` has to work for small vocabularies too.
Ask for `min(top_k, logits.shape[-1])`.
"""
import torch


def sample_logits(logits, temperature=1.0, top_k=None, top_p=None, generator=None):
    if temperature == 0:
        return logits.argmax(-1)
    scores = logits.to(torch.promote_types(logits.dtype, torch.float32)) / temperature
    if top_k is not None:
        kth = scores.topk(top_k).values[:, -1:]  # <- here
        scores = scores.masked_fill(scores < kth, float("-inf"))
    if top_p is not None and top_p < 1:
        ordered, ids = scores.sort(-1, descending=True)
        probabilities = ordered.softmax(-1)
        held_before = probabilities.cumsum(-1) - probabilities
        outside = held_before >= top_p
        scores = scores.masked_fill(outside.scatter(-1, ids, outside), float("-inf"))
    return torch.multinomial(scores.softmax(-1), 1, generator=generator).squeeze(-1)
