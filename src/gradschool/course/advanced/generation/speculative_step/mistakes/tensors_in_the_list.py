"""The list holds tensors, not numbers.

They print almost alike, but two equal tensors are two keys of a dictionary, and each keeps its storage alive.
`tolist()` and `item()` give plain ints.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = []
    for i, token in enumerate(draft_tokens):
        p = target_probs[i, token]
        q = draft_probs[i, token]
        u = torch.rand((), generator=generator)
        if u * q < p:
            tokens.append(token)
            continue
        residual = (target_probs[i] - draft_probs[i]).clamp(min=0)
        if residual.sum() == 0:
            residual = target_probs[i]
        tokens.append(torch.multinomial(residual, 1, generator=generator)[0])  # <- here
        return tokens
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator)[0])  # <- here
    return tokens
