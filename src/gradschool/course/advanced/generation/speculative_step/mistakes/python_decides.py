"""Python's `random` decides what is accepted.

It knows nothing of the generator, nor of `torch.manual_seed`.
`torch.rand((), generator=generator)` takes its number from the right place.
"""

import random

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = []
    for i, token in enumerate(draft_tokens.tolist()):
        p = target_probs[i, token]
        q = draft_probs[i, token]
        u = random.random()  # <- here
        if u * q < p:
            tokens.append(token)
            continue
        residual = (target_probs[i] - draft_probs[i]).clamp(min=0)
        if residual.sum() == 0:
            residual = target_probs[i]
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
