"""The generator that was passed in is never used.

Nobody can repeat the step by its generator, and the global stream moves under everybody else's feet.
Pass `generator=generator` to every function that draws.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = []
    for i, token in enumerate(draft_tokens.tolist()):
        p = target_probs[i, token]
        q = draft_probs[i, token]
        u = torch.rand(())  # <- here
        if u * q < p:
            tokens.append(token)
            continue
        residual = (target_probs[i] - draft_probs[i]).clamp(min=0)
        if residual.sum() == 0:
            residual = target_probs[i]
        tokens.append(torch.multinomial(residual, 1).item())  # <- here
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1).item())  # <- here
    return tokens
