"""The winner was chosen by its sum; the length penalty only changes the number that is returned.

Sums fall with every token, so the shortest sequence nearly always wins, and that is what the penalty is there to mend.
Compare what is divided.
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
            finished.append((total, total / length**length_penalty, prefix[1:]))  # <- here
        prefixes, sums = prefixes[~ends], sums[~ends]
        if len(prefixes) == 0:
            break
    for prefix, total in zip(prefixes.tolist(), sums.tolist()):
        finished.append((total, total / max_len**length_penalty, prefix[1:]))
    _, score, tokens = max(finished)
    return tokens, score
