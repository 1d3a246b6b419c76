"""After a rejection the guesses behind it were still looked at.

They were made for a text that contains the rejected token, and the target's rows were computed for that text too.
The step ends at the first rejection, with its replacement.
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
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())  # <- here
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
