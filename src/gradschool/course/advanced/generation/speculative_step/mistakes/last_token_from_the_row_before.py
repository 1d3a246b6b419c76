"""The last token was drawn from the row of the last guess, not from the one behind it.

There are K guesses and K + 1 target rows; row K - 1 is about the guess that was accepted last, which would now be drawn again.
The one behind it is row K, `target_probs[-1]`.
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
    last = max(len(draft_tokens) - 1, 0)
    tokens.append(torch.multinomial(target_probs[last], 1, generator=generator).item())  # <- here
    return tokens
