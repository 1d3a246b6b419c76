"""Finished sequences stay in the beam, where each of them takes the place of a live one.

Their sum no longer falls, while that of the live prefixes does, so the beam fills with what ended early and the search narrows.
Move them to a list of their own, and give all `beam_size` places to the candidates of the next step.
"""

import torch


def ended(prefix, eos):
    return len(prefix) > 1 and prefix[-1] == eos


@torch.no_grad()
def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    beams = [([bos], 0.0)]
    for _ in range(max_len):
        live = [beam for beam in beams if not ended(beam[0], eos)]
        if not live:
            break
        log_probs = step_fn(torch.tensor([prefix for prefix, _ in live])).tolist()
        candidates = [beam for beam in beams if ended(beam[0], eos)]  # <- here
        for (prefix, total), row in zip(live, log_probs):
            for token, log_prob in enumerate(row):
                candidates.append((prefix + [token], total + log_prob))
        candidates.sort(key=lambda candidate: candidate[1], reverse=True)
        beams = candidates[:beam_size]
    scored = [(prefix[1:], total / (len(prefix) - 1) ** length_penalty) for prefix, total in beams]
    return max(scored, key=lambda each: each[1])
