"""All random numbers in one call, in float64; the token by the running sum of its weights; a tuple comes back."""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    numbers = torch.rand(len(draft_tokens) + 1, generator=generator, dtype=torch.float64)
    missing = torch.cat([target_probs[:-1] - draft_probs, target_probs[-1:]]).double().relu()
    place = 0
    while place < len(draft_tokens):
        guess = draft_tokens[place]
        if not numbers[place] * draft_probs[place, guess] < target_probs[place, guess]:
            break
        place += 1
    weights = missing[place] if missing[place].count_nonzero() else target_probs[place].double()
    reached = weights.cumsum(0)
    last = torch.searchsorted(reached, numbers[-1] * reached[-1], right=True)
    return (*(int(token) for token in draft_tokens[:place]), last.item())
