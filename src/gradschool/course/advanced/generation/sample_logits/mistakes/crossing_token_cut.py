"""The token that crosses `top_p` was cut as well.

`cumsum > top_p` is already true *at* the token that carries the sum over the line, so the set stays below `top_p`; if the likeliest token alone is above it, nothing is left.
Ask what the tokens *before* it hold: subtract its own probability from the running sum.
"""
import torch


def sample_logits(logits, temperature=1.0, top_k=None, top_p=None, generator=None):
    if temperature == 0:
        return logits.argmax(-1)
    scores = logits.to(torch.promote_types(logits.dtype, torch.float32)) / temperature
    if top_k is not None:
        kth = scores.topk(min(top_k, scores.shape[-1])).values[:, -1:]
        scores = scores.masked_fill(scores < kth, float("-inf"))
    if top_p is not None and top_p < 1:
        ordered, ids = scores.sort(-1, descending=True)
        probabilities = ordered.softmax(-1)
        outside = probabilities.cumsum(-1) > top_p  # <- here
        outside[:, 0] = False
        scores = scores.masked_fill(outside.scatter(-1, ids, outside), float("-inf"))
    return torch.multinomial(scores.softmax(-1), 1, generator=generator).squeeze(-1)
