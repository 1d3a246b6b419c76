import torch


def speculative_step(
    target_probs: torch.Tensor,
    draft_probs: torch.Tensor,
    draft_tokens: torch.Tensor,
    generator: torch.Generator | None = None,
) -> list[int]:
    """The guesses that stand, and one more token, together distributed as the target's own.

    Leviathan, Kalman & Matias 2023, "Fast Inference from Transformers via Speculative Decoding", algorithm 1.

    Args:
        target_probs: (K + 1, V), the target's distribution at each guess and behind the last one.
        draft_probs: (K, V), the distributions that the guesses were drawn from.
        draft_tokens: (K,), the guesses, int64.
        generator: where the random numbers come from; torch's global stream if None.
    """
    guesses = len(draft_tokens)
    chosen = draft_tokens[:, None]
    target_chosen = target_probs[:guesses].gather(1, chosen)[:, 0]
    draft_chosen = draft_probs.gather(1, chosen)[:, 0]
    chance = torch.rand(guesses, generator=generator, device=target_probs.device)
    # Multiplied rather than divided: a draft probability of 0 needs no case of its own.
    stands = chance * draft_chosen < target_chosen
    accepted = int(stands.cumprod(0).sum())
    weights = target_probs[accepted]
    if accepted < guesses:
        residual = (weights - draft_probs[accepted]).clamp(min=0)
        weights = residual if residual.any() else weights
    last = torch.multinomial(weights, 1, generator=generator)
    return [*draft_tokens[:accepted].tolist(), int(last)]
