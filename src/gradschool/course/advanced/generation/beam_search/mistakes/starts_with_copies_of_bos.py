"""The search started with `beam_size` copies of `[bos]`.

All of them are extended in the same way, so the beam holds the same sequence several times, and the search is greedy at `beam_size` times the price.
Start with one prefix; the first step makes several of it.
"""

import torch


@torch.no_grad()
def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    prefixes, sums = torch.full((beam_size, 1), bos), torch.zeros(beam_size)  # <- here
    finished = []
    for length in range(1, max_len + 1):
        log_probs = step_fn(prefixes)
        vocabulary = log_probs.shape[-1]
        totals = (sums[:, None] + log_probs).flatten()
        sums, best = totals.topk(min(beam_size, len(totals)))
        tokens = best % vocabulary
        prefixes = torch.cat([prefixes[best // vocabulary], tokens[:, None]], dim=1)
        ends = tokens == eos
        for prefix, total in zip(prefixes[ends].tolist(), sums[ends].tolist()):
            finished.append((total / length**length_penalty, prefix[1:]))
        prefixes, sums = prefixes[~ends], sums[~ends]
        if len(prefixes) == 0:
            break
    for prefix, total in zip(prefixes.tolist(), sums.tolist()):
        finished.append((total / max_len**length_penalty, prefix[1:]))
    score, tokens = max(finished)
    return tokens, score
