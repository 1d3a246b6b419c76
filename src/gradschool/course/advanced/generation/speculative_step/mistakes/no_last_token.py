"""When all guesses are accepted, nothing is added.

The target has computed its row behind the last guess anyway, and that token comes for free.
Without it the distribution is right and every perfect step is one token short; where nothing was guessed, the text never grows.
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
        return tokens
    return tokens  # <- here
