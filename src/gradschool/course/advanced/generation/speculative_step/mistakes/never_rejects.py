"""Every guess was accepted, whatever the target thinks of it.

What comes out is then the draft model's text, at the draft model's quality; the target has only added the last token.
Accept guess `x` with probability `min(1, p(x) / q(x))`.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    tokens = draft_tokens.tolist()  # <- here
    tokens.append(torch.multinomial(target_probs[-1], 1, generator=generator).item())
    return tokens
