"""A residual that is 0 everywhere was handed to `multinomial`, which refuses it.

Where both rows are equal a rejection should be impossible, and a row that was rounded or filtered makes it possible.
If nothing is left, draw from the target's row.
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
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())  # <- here
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
