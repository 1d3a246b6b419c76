import torch


def speculative_step(
    target_probs: torch.Tensor,
    draft_probs: torch.Tensor,
    draft_tokens: torch.Tensor,
    generator: torch.Generator | None = None,
) -> list[int]:
    """The guesses that stand, and one more token: target_probs (K + 1, V), draft_probs (K, V), draft_tokens (K,)."""
    raise NotImplementedError("your turn")
