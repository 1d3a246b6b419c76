import torch


def binary_cross_entropy_with_logits(
    input: torch.Tensor, target: torch.Tensor, pos_weight: torch.Tensor | None = None, reduction: str = "mean"
) -> torch.Tensor:
    """The cost of each `target` under the probability sigmoid(`input`)."""
    raise NotImplementedError("your turn")
