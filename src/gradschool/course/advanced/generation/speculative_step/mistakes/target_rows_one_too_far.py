"""The target's row of the *next* place was used.

In a model's logits, position `t` holds the prediction of token `t + 1`, and that shift is easily done twice.
Here row i of both tables is about guess i.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = []
    for i, token in enumerate(draft_tokens.tolist()):
        p = target_probs[i + 1, token]  # <- here
        q = draft_probs[i, token]
        u = torch.rand((), generator=generator)
        if u * q < p:
            tokens.append(token)
            continue
        residual = (target_probs[i + 1] - draft_probs[i]).clamp(min=0)  # <- here
        if residual.sum() == 0:
            residual = target_probs[i + 1]
        tokens.append(torch.multinomial(residual, 1, generator=generator).item())
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
