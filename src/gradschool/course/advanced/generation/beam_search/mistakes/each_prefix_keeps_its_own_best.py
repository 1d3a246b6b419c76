"""Each prefix was extended by its own best token, so the prefixes never compete with each other.

After the first step this is `beam_size` greedy searches side by side.
All candidates of all prefixes go into *one* `topk`: a good prefix may have several successors and a bad one none.
"""

import torch


@torch.no_grad()
def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    prefixes, sums = torch.tensor([[bos]]), torch.zeros(1)
    finished = []
    for length in range(1, max_len + 1):
        log_probs = step_fn(prefixes)
        vocabulary = log_probs.shape[-1]
        if length == 1:
            sums, tokens = log_probs[0].topk(min(beam_size, vocabulary))
            prefixes = prefixes.expand(len(tokens), -1)
        else:
            best, tokens = log_probs.max(dim=1)  # <- here
            sums = sums + best
        prefixes = torch.cat([prefixes, tokens[:, None]], dim=1)
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
