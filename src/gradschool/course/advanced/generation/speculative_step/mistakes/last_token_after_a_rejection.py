"""A rejection is followed by the replacement *and* by a token from the last row.

That row was computed for a text that ends in all K guesses, and this one does not.
One more token and no other: return after the replacement.
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
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        break  # <- here
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
