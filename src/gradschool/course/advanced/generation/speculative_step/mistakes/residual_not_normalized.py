"""The residual was drawn from without being divided by its sum.

Its weights sum to less than 1, so a random number above that sum lies behind the last token, and an index came out that the vocabulary doesn't have.
Divide by the sum, or let `torch.multinomial` do it.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = []
    for i, token in enumerate(draft_tokens.tolist()):
        p = target_probs[i, token]
        q = draft_probs[i, token]
        u = torch.rand((), generator=generator)
        if u * q < p:
            tokens.append(token)
            continue
        residual = (target_probs[i] - draft_probs[i]).clamp(min=0)
        if residual.sum() == 0:
            residual = target_probs[i]
        u = torch.rand((), generator=generator)
        tokens.append(int((residual.cumsum(0) <= u).sum()))  # <- here
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
