import torch


def sigmoid_focal_loss(
    input: torch.Tensor, target: torch.Tensor, alpha: float = 0.25, gamma: float = 2.0, reduction: str = "mean"
) -> torch.Tensor:
    """Cross-entropy of each `target` under sigmoid(`input`), times `(1 - p_t) ** gamma` and the weight of its class."""
    raise NotImplementedError("your turn")


def huber_loss(input: torch.Tensor, target: torch.Tensor, reduction: str = "mean", delta: float = 1.0) -> torch.Tensor:
    """Half the squared error up to `delta`, and a straight line beyond."""
    raise NotImplementedError("your turn")
