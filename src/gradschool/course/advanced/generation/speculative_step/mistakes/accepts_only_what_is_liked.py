"""A guess was accepted if and only if the target likes it at least as well as the draft.

That is a rule without chance: a token with p = 0.5 and q = 0.6 would never be kept, where five out of six should be.
The output leans towards whatever the target likes *more* than the draft.
Draw a number u and accept where `u < p / q`.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = []
    for i, token in enumerate(draft_tokens.tolist()):
        p = target_probs[i, token]
        q = draft_probs[i, token]
        if p >= q:  # <- here
            tokens.append(token)
            continue
        residual = (target_probs[i] - draft_probs[i]).clamp(min=0)
        if residual.sum() == 0:
            residual = target_probs[i]
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
