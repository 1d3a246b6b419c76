"""The one more token is the most likely one, not a drawn one.

That is greedy decoding at one place in each step, and the text is no longer a sample of the target.
Draw it: `torch.multinomial(weights, 1, generator=generator)`.
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
        tokens.append(residual.argmax().item())  # <- here
        return tokens
    tokens.append(target_probs[-1].argmax().item())  # <- here
    return tokens
