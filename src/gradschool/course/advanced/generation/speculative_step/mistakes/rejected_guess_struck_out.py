"""The replacement was drawn from the target's row without the rejected guess.

Other tokens that the draft proposes too often get a second chance this way, and what it proposes too seldom isn't made up for.
The weights are `max(p - q, 0)`, for every token.
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
        residual = target_probs[i].clone()
        residual[token] = 0  # <- here
        if residual.sum() == 0:
            residual = target_probs[i]
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
