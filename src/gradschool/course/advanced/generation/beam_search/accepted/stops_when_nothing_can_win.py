"""Leaves early when no live prefix can beat the best finished one: sums only fall, and no length is above max_len."""
import math
from operator import itemgetter

import torch
from torch.nn.functional import pad


def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    step_fn = torch.no_grad()(step_fn)
    best_tokens, best_score = [], -math.inf
    live, sums = torch.full((1, 1), bos), torch.zeros(1, 1, dtype=torch.float64)

    def consider(rows, values):
        nonlocal best_tokens, best_score
        for tokens, value in zip(rows.tolist(), values.flatten().tolist()):
            score = value / (len(tokens) - 1) ** length_penalty
            best_tokens, best_score = max((best_tokens, best_score), (tokens[1:], score), key=itemgetter(1))

    while live.shape[0] and live.shape[1] <= max_len and sums.max().item() / max_len**length_penalty > best_score:
        totals = sums + step_fn(live).to(sums)
        keep = totals.numel() if totals.numel() < beam_size else beam_size
        threshold = totals.flatten().sort(descending=True).values[keep - 1]
        rows, tokens = (totals.ge(threshold) & totals.isfinite()).nonzero(as_tuple=True)
        sums = totals[rows, tokens].unsqueeze(1)
        live = pad(live[rows], (0, 1))
        live[:, -1] = tokens
        ended = tokens == eos
        consider(live[ended], sums[ended])
        live, sums = live[~ended], sums[~ended]
    if live.shape[0] and live.shape[1] > max_len:
        consider(live, sums)
    return best_tokens, best_score
