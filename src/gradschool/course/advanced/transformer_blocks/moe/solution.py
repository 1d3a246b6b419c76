import torch
from torch import nn


class MoE(nn.Module):
    """A sparse mixture of experts: top-k routing as in Mixtral, the balance loss of Switch (Fedus et al. 2021)."""

    def __init__(self, dim: int, hidden_dim: int, num_experts: int, top_k: int) -> None:
        super().__init__()
        if not 1 <= top_k <= num_experts:
            raise ValueError(f"top_k is {top_k}, and there are {num_experts} experts")
        self.top_k = top_k
        self.router = nn.Linear(dim, num_experts, bias=False)
        self.experts = nn.ModuleList(
            nn.Sequential(nn.Linear(dim, hidden_dim), nn.GELU(), nn.Linear(hidden_dim, dim)) for _ in range(num_experts)
        )

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x (…, dim) to the output (…, dim) and the balance loss ()."""
        tokens = x.reshape(-1, x.shape[-1])
        scores = self.router(tokens)  # (tokens, experts)
        best, chosen = scores.topk(self.top_k, dim=-1)  # both (tokens, top_k)
        weights = best.softmax(-1)
        output = torch.zeros_like(tokens)
        for number, expert in enumerate(self.experts):
            rows, places = torch.where(chosen == number)
            if len(rows):
                output = output.index_add(0, rows, expert(tokens[rows]) * weights[rows, places, None])
        return output.view(x.shape), self._balance(scores, chosen)

    def _balance(self, scores: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
        """1 if all experts get equally much, up to their number if one gets everything."""
        experts = scores.shape[-1]
        counts = torch.bincount(chosen.flatten(), minlength=experts)
        # Sums, divided at the end: without tokens a mean would be 0/0.
        share = counts / max(chosen.numel(), 1)
        probability = scores.softmax(-1).sum(0) / max(len(scores), 1)
        return experts * (share.to(probability.dtype) * probability).sum()
