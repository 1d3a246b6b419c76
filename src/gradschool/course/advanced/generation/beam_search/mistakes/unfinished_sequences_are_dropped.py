"""At `max_len` the unfinished sequences were thrown away.

If nothing has reached `eos` there is nothing to return, and otherwise a better sequence may be lost.
What is live at the end competes with its score like everything else.
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
        prefixes = torch.cat([prefixes[best // vocabulary], tokens[:, None]], dim=1)
        ends = tokens == eos
        for prefix, total in zip(prefixes[ends].tolist(), sums[ends].tolist()):
            finished.append((total / length**length_penalty, prefix[1:]))
        prefixes, sums = prefixes[~ends], sums[~ends]
        if len(prefixes) == 0:
            break
    score, tokens = max(finished)  # <- here
    return tokens, score
