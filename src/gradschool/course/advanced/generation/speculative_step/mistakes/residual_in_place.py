"""The residual was computed inside the target's row.

`target_probs[i]` is a view, and `-=` and `clamp_` write through it: the caller's distribution is gone.
Out of place, `(target_probs[i] - draft_probs[i]).clamp(min=0)` makes a row of its own.
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
        residual = target_probs[i]
        before = residual.clone()
        residual -= draft_probs[i]  # <- here
        residual.clamp_(min=0)
        if residual.sum() == 0:
            residual = before
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
