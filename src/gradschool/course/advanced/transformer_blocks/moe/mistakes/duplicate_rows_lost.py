"""`out[rows] += y` kept one result for each row.

The choices of all places were added at once, so a row comes up `top_k` times; an indexed assignment writes each, and the last one wins.
`index_add` adds them all.
"""
import torch
from torch import nn
from torch.nn import functional as F


class MoE(nn.Module):
    def __init__(self, dim, hidden_dim, num_experts, top_k):
        super().__init__()
        if not 1 <= top_k <= num_experts:
            raise ValueError("top_k must be between 1 and num_experts")
        self.num_experts = num_experts
        self.top_k = top_k
        self.router = nn.Linear(dim, num_experts, bias=False)
        self.experts = nn.ModuleList(
            [
                nn.Sequential(nn.Linear(dim, hidden_dim), nn.GELU(), nn.Linear(hidden_dim, dim))
                for _ in range(num_experts)
            ]
        )

    def forward(self, x):
        tokens = x.reshape(-1, x.shape[-1])
        logits = self.router(tokens)
        top, chosen = logits.topk(self.top_k, dim=-1)
        weights = top.softmax(dim=-1)
        out = torch.zeros_like(tokens)
        rows = torch.arange(len(tokens)).repeat_interleave(self.top_k)
        y = tokens.new_zeros(len(rows), tokens.shape[1])
        for i, expert in enumerate(self.experts):
            mine = torch.where(chosen.flatten() == i)[0]
            if len(mine):
                y = y.index_add(0, mine, expert(tokens[rows[mine]]))
        out[rows] += y * weights.reshape(-1, 1)  # <- here
        return out.reshape(x.shape), self.balance(logits, chosen)

    def balance(self, logits, chosen):
        if logits.shape[0] == 0:
            return logits.sum()
        probs = logits.softmax(dim=-1).mean(dim=0)
        share = F.one_hot(chosen, self.num_experts).to(probs).sum(dim=(0, 1)) / chosen.numel()
        return self.num_experts * (share * probs).sum()
