"""`p / q` was computed with Python's numbers, and q can be 0.

A tensor would have given `inf`, or NaN for 0 / 0; a Python float raises, in the middle of a generation, on a row that was rounded.
`u * q < p` asks the same and divides by nothing.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = []
    for i, token in enumerate(draft_tokens.tolist()):
        p = target_probs[i, token].item()
        q = draft_probs[i, token].item()
        u = torch.rand((), generator=generator)
        if u < p / q:  # <- here
            tokens.append(token)
            continue
        residual = (target_probs[i] - draft_probs[i]).clamp(min=0)
        if residual.sum() == 0:
            residual = target_probs[i]
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
