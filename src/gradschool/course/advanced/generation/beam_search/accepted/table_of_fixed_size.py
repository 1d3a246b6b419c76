"""Tensors of a fixed size, with -inf as the sum of a row that isn't live, and one table of everything that ended."""
import torch


def beam_search(step_fn, bos, eos, beam_size, max_len, length_penalty):
    grad = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        table = torch.full((beam_size, max_len + 1), bos)
        sums = torch.full((beam_size,), float("-inf"), dtype=torch.float64)
        sums[0] = 0.0
        best, best_length, best_tokens = None, 0, None
        for step in range(1, max_len + 1):
            totals = sums.unsqueeze(1) + step_fn(table[:, :step])
            width = totals.shape[1]
            order = totals.reshape(-1).sort(descending=True).indices
            chosen = order[torch.arange(beam_size) % order.numel()]
            sums = totals.reshape(-1)[chosen]
            sums[order.numel() :] = float("-inf")  # there were fewer candidates than rows
            table = table[torch.div(chosen, width, rounding_mode="floor")]
            table[:, step] = chosen.remainder(width)
            finished = table[:, step].eq(eos)
            final = sums / step**length_penalty
            if step < max_len:
                final = final.masked_fill(~finished, float("-inf"))
            winner = final.argmax()
            if best is None or final[winner] > best:
                best, best_tokens = final[winner], table[winner, 1 : step + 1].clone()
            sums = sums.masked_fill(finished, float("-inf"))
            if sums.isinf().all():
                break
        return best_tokens.tolist(), best.item()
    finally:
        torch.set_grad_enabled(grad)
