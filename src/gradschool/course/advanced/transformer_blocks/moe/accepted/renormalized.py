"""The softmax over all scores, cut to the chosen ones and divided by their sum; places one after the other."""
import torch
from torch import nn


class MoE(nn.Module):
    def __init__(self, dim, hidden_dim, num_experts, top_k):
        super().__init__()
        if not 0 < top_k <= num_experts:
            raise ValueError("top_k")
        self.top_k = top_k
        self.router = nn.Linear(dim, num_experts, bias=False)
        self.experts = nn.ModuleList(
            nn.Sequential(nn.Linear(dim, hidden_dim), nn.GELU(), nn.Linear(hidden_dim, dim))
            for _ in range(num_experts)
        )

    def forward(self, x):
        tokens = x.flatten(0, -2) if x.dim() > 1 else x[None]
        odds = torch.softmax(self.router(tokens), dim=-1)
        best, chosen = odds.topk(self.top_k, dim=-1)
        best = best / best.sum(-1, keepdim=True)
        outputs = [torch.zeros(x.shape[-1], dtype=x.dtype, device=x.device) for _ in range(len(tokens))]
        balance = odds.sum() * 0
        for number, expert in enumerate(self.experts):
            rows = (chosen == number).any(-1).nonzero()[:, 0]
            if len(rows) == 0:
                continue
            weight = (best * (chosen == number)).sum(-1)[rows]
            for row, value in zip(rows.tolist(), weight[:, None] * expert(tokens[rows])):
                outputs[row] = outputs[row] + value
            balance = balance + len(rows) / chosen.numel() * odds[:, number].mean()
        output = torch.stack(outputs).reshape(x.shape) if outputs else torch.zeros_like(x)
        return output, balance * len(self.experts)
