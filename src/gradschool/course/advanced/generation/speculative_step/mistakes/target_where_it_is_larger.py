"""The residual has the right tokens and the wrong weights: p instead of `p - q`.

The accepted guesses have already paid for q of it.
A token with p = 0.5 and q = 0.4 is short of 0.1, not of 0.5.
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
        residual = torch.where(target_probs[i] > draft_probs[i], target_probs[i], 0.0)  # <- here
        if residual.sum() == 0:
            residual = target_probs[i]
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
