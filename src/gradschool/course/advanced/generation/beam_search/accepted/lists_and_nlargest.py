"""Python lists and `heapq.nlargest`; what can't follow is never a candidate, and the best is kept on the way."""
import heapq
import math

import torch


def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    live, champion = [(0.0, (bos,))], (-math.inf, ())
    for length in range(1, max_len + 1):
        with torch.inference_mode():
            rows = step_fn(torch.tensor([prefix for _, prefix in live])).tolist()
        candidates = (
            (total + log_prob, (*prefix, token))
            for (total, prefix), row in zip(live, rows)
            for token, log_prob in enumerate(row)
            if log_prob > -math.inf
        )
        live = []
        for total, sequence in heapq.nlargest(beam_size, candidates):
            if sequence[-1] == eos or length == max_len:
                champion = max(champion, (total / length**length_penalty, sequence[1:]))
            else:
                live.append((total, sequence))
        if not live:
            break
    score, tokens = champion
    return list(tokens), score
