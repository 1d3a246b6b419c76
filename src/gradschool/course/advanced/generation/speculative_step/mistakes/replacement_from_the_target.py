"""The replacement was drawn from the target's own row.

A guess that the draft proposes too often has already had its chance: drawn again from p, it gets more than its share.
The rejected probability has to go where the draft proposed too little, which is `max(p - q, 0)`.
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
        residual = target_probs[i]  # <- here
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
