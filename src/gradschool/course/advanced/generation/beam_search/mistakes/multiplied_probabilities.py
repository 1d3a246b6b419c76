"""Probabilities were multiplied instead of log-probabilities being added.

It is the same on paper, but float32 ends at about 1e-45: the probability of a long sequence becomes 0, all candidates are alike, and the logarithm is `-inf`.
Add logarithms.
"""

import torch


@torch.no_grad()
def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    prefixes, sums = torch.tensor([[bos]]), torch.ones(1)
    finished = []
    for length in range(1, max_len + 1):
        log_probs = step_fn(prefixes)
        vocabulary = log_probs.shape[-1]
        totals = (sums[:, None] * log_probs.exp()).flatten()  # <- here
        sums, best = totals.topk(min(beam_size, len(totals)))
        tokens = best % vocabulary
        prefixes = torch.cat([prefixes[best // vocabulary], tokens[:, None]], dim=1)
        ends = tokens == eos
        for prefix, total in zip(prefixes[ends].tolist(), sums[ends].log().tolist()):
            finished.append((total / length**length_penalty, prefix[1:]))
        prefixes, sums = prefixes[~ends], sums[~ends]
        if len(prefixes) == 0:
            break
    for prefix, total in zip(prefixes.tolist(), sums.log().tolist()):
        finished.append((total / max_len**length_penalty, prefix[1:]))
    score, tokens = max(finished)
    return tokens, score
