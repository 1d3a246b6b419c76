"""Each token's own probability was compared with `top_p`.

Top-p asks for a set that holds `top_p` *together*: 0.4 and 0.3 reach 0.5, and neither does alone.
Sum the probabilities up, from the likeliest down.
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
        probabilities = scores.softmax(-1)
        likeliest = probabilities.amax(-1, keepdim=True)
        outside = (probabilities < top_p) & (probabilities < likeliest)  # <- here
        scores = scores.masked_fill(outside, float("-inf"))
    return torch.multinomial(scores.softmax(-1), 1, generator=generator).squeeze(-1)
