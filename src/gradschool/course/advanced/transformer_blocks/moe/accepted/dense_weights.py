"""Weights of 0 for all that were not chosen, as a table; one-hot counts."""
import torch
from torch import nn
from torch.nn import functional as F


class MoE(nn.Module):
    def __init__(self, dim: int, hidden_dim: int, num_experts: int, top_k: int) -> None:
        super().__init__()
        if top_k not in range(1, num_experts + 1):
            raise ValueError(f"cannot choose {top_k} of {num_experts}")
        self.k = top_k
        self.experts = nn.ModuleList(
            [nn.Sequential(nn.Linear(dim, hidden_dim), nn.GELU(), nn.Linear(hidden_dim, dim)) for _ in range(num_experts)]
        )
        self.router = nn.Linear(dim, num_experts, bias=False)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        scores = self.router(x)
        chosen = F.one_hot(scores.topk(self.k, -1).indices, scores.shape[-1]).sum(-2).bool()
        table = scores.masked_fill(~chosen, float("-inf")).softmax(-1)  # 0 where not chosen
        output = torch.zeros_like(x)
        for number, expert in enumerate(self.experts):
            mine = chosen[..., number]
            if mine.any():
                part = torch.zeros_like(x)
                part[mine] = expert(x[mine]) * table[..., number][mine].unsqueeze(-1)
                output = output + part
        if scores.numel() == 0:
            return output, scores.sum()
        experts = scores.shape[-1]
        share = chosen.reshape(-1, experts).to(scores.dtype).mean(0) / self.k
        return output, (share * scores.softmax(-1).reshape(-1, experts).mean(0)).sum() * experts
