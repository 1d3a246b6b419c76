"""With a small `top_p` no token is left at all.

`cumsum > top_p` cuts the token that crosses the line, and where the likeliest token is above `top_p` by itself, that is every token: the softmax of nothing but `-inf` is NaN.
Compare what the tokens *before* it hold; for the first that is 0.
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
        scores = scores.masked_fill(outside.scatter(-1, ids, outside), float("-inf"))
    return torch.multinomial(scores.softmax(-1), 1, generator=generator).squeeze(-1)
