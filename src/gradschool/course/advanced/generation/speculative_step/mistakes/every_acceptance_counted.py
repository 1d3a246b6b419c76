"""All accepted guesses were counted, not those before the first rejection.

With guess 0 rejected and guess 1 accepted the count is 1, and the wrong one stays.
What is wanted is the run of `True` at the start: `stands.cumprod(0).sum()`.
"""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    guesses = len(draft_tokens)
    places = torch.arange(guesses)
    p = target_probs[places, draft_tokens]
    q = draft_probs[places, draft_tokens]
    stands = torch.rand(guesses, generator=generator) * q < p
    accepted = int(stands.sum())  # <- here
    weights = target_probs[accepted]
    if accepted < guesses:
        residual = (weights - draft_probs[accepted]).clamp(min=0)
        if residual.sum() > 0:
            weights = residual
    last = torch.multinomial(weights, 1, generator=generator)
    return draft_tokens[:accepted].tolist() + last.tolist()
