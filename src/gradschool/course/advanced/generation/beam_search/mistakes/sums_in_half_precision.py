"""The sums were kept in the dtype of the model.

bfloat16 has eight bits: past 128 it counts in whole numbers, and the differences between candidates are lost.
Start with `torch.zeros(1)` in float32 and add: promotion keeps the finer of the two dtypes.
"""

import torch


@torch.no_grad()
def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    prefixes, sums = torch.tensor([[bos]]), torch.zeros(1)
    finished = []
    for length in range(1, max_len + 1):
        log_probs = step_fn(prefixes)
        vocabulary = log_probs.shape[-1]
        totals = (sums[:, None].to(log_probs.dtype) + log_probs).flatten()  # <- here
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
