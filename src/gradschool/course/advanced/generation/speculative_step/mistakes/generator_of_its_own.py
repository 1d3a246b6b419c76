"""Without a generator, a new one is made in each call, and every new one starts at the same place.

`torch.Generator()` has a fixed seed, so all calls draw the same numbers and the text repeats its luck.
Pass `generator=None` on: it stands for the global stream.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    generator = generator or torch.Generator()  # <- here
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
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
