"""`min(1, p / q)` is 1 where p and q are both 0.

0 / 0 is NaN, every comparison with NaN is False, and so Python's `min` keeps its first argument.
A token that the target rules out was accepted.
`u * q < p` is False there, as it should be.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = []
    for i, token in enumerate(draft_tokens.tolist()):
        p = target_probs[i, token]
        q = draft_probs[i, token]
        u = torch.rand((), generator=generator)
        if u < min(1, p / q):  # <- here
            tokens.append(token)
            continue
        residual = (target_probs[i] - draft_probs[i]).clamp(min=0)
        if residual.sum() == 0:
            residual = target_probs[i]
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
