import torch


def sample_logits(
    logits: torch.Tensor,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
    generator: torch.Generator | None = None,
) -> torch.Tensor:
    """Draw one token for each row: logits `(batch, vocabulary)`, tokens `(batch,)`.

    First the temperature, then top-k (Fan et al. 2018), then top-p of what is left (Holtzman et al. 2020).
    """
    if temperature == 0:
        return logits.argmax(-1)
    scores = logits.to(torch.promote_types(logits.dtype, torch.float32)) / temperature  # halves would overflow
    if top_k is not None:
        kth = scores.topk(min(top_k, scores.shape[-1])).values[:, -1:]
        scores = scores.masked_fill(scores < kth, float("-inf"))
    if top_p is not None and top_p < 1:  # with 1, rounding in the running sum must not cut the tail
        ordered, ids = scores.sort(-1, descending=True)
        probabilities = ordered.softmax(-1)
        held_before = probabilities.cumsum(-1) - probabilities
        outside = held_before >= top_p
        scores = scores.masked_fill(outside.scatter(-1, ids, outside), float("-inf"))
    return torch.multinomial(scores.softmax(-1), 1, generator=generator).squeeze(-1)
