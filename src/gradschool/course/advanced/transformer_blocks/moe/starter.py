import torch
from torch import nn
from torch.nn import functional as F


class MoE(nn.Module):
    """Several MLPs, in experts, of which a linear layer, router, chooses top_k for each token."""

    def __init__(self, dim: int, hidden_dim: int, num_experts: int, top_k: int) -> None:
        super().__init__()
        raise NotImplementedError("your turn")

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x (…, dim) to the output (…, dim) and the balance loss ()."""
        raise NotImplementedError("your turn")
