"""Bernoulli draws for the guesses; the token is the winner of a race of exponential waiting times."""

import torch


def race(weights, generator):
    waiting = torch.empty_like(weights).exponential_(generator=generator)
    return int((weights / waiting).argmax())


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    index = draft_tokens.unsqueeze(1)
    p = torch.take_along_dim(target_probs[:-1], index, 1).squeeze(1)
    q = torch.take_along_dim(draft_probs, index, 1).squeeze(1)
    chance = (p / q).nan_to_num(nan=0.0).clamp(0, 1)
    rejected = (torch.bernoulli(chance, generator=generator) == 0).nonzero().flatten().tolist()
    if not rejected:
        return draft_tokens.tolist() + [race(target_probs[-1], generator)]
    first = rejected[0]
    excess = torch.nn.functional.threshold(target_probs[first] - draft_probs[first], 0.0, 0.0)
    if not excess.any():
        excess = target_probs[first]
    return draft_tokens[:first].tolist() + [race(excess, generator)]
