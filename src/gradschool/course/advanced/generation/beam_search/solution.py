from collections.abc import Callable

import torch


@torch.no_grad()
def beam_search(
    step_fn: Callable[[torch.Tensor], torch.Tensor],
    bos: int,
    eos: int,
    beam_size: int,
    max_len: int,
    length_penalty: float,
) -> tuple[list[int], float]:
    """The best sequence found with `beam_size` prefixes at a time, without `bos`, and its score.

    `step_fn` turns prefixes `(beams, length)` into log-probabilities `(beams, vocabulary)` of the next token.
    The score is the sum of the log-probabilities over `length ** length_penalty`; `eos` counts, `bos` doesn't.
    """
    prefixes, sums = torch.tensor([[bos]]), torch.zeros(1)
    ended: list[tuple[float, list[int]]] = []
    for length in range(1, max_len + 1):
        totals = sums[:, None] + step_fn(prefixes)  # float32 or finer: promotion lifts half precision
        sums, best = totals.flatten().topk(min(beam_size, totals.numel()))
        rows, tokens = best // totals.shape[1], best % totals.shape[1]
        prefixes = torch.cat([prefixes[rows], tokens[:, None]], dim=1)

        done = (tokens == eos) | (length == max_len)
        scores = sums[done] / length**length_penalty
        ended += zip(scores.tolist(), prefixes[done, 1:].tolist(), strict=True)
        prefixes, sums = prefixes[~done], sums[~done]
        if not len(prefixes):
            break
    score, sequence = max(ended)
    return sequence, score
