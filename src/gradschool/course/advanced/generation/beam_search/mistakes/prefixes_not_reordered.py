"""The new tokens were appended to the prefixes in their old order.

Candidate number 2 need not extend prefix number 2: `topk` sorts by sum, and its index tells the parent.
The sums are right, the sequences belong to others.
Pick the parents first: `prefixes[best // vocabulary]`.
"""

import torch


@torch.no_grad()
def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    prefixes, sums = torch.tensor([[bos]]), torch.zeros(1)
    finished = []
    for length in range(1, max_len + 1):
        log_probs = step_fn(prefixes)
        vocabulary = log_probs.shape[-1]
        totals = (sums[:, None] + log_probs).flatten()
        sums, best = totals.topk(min(beam_size, len(totals)))
        tokens = best % vocabulary
        parents = prefixes if len(prefixes) == len(best) else prefixes[best // vocabulary]  # <- here
        prefixes = torch.cat([parents, tokens[:, None]], dim=1)
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
