"""All choices sorted by expert, split, run, joined, and scattered back."""
import torch
from torch import nn


class MoE(nn.Module):
    def __init__(self, dim, hidden_dim, num_experts, top_k):
        super().__init__()
        if top_k < 1 or top_k > num_experts:
            raise ValueError("top_k must be between 1 and num_experts")
        self.top_k, self.num_experts = top_k, num_experts
        self.router = nn.Linear(dim, num_experts, bias=False)
        self.experts = nn.ModuleList()
        for _ in range(num_experts):
            self.experts.append(nn.Sequential(nn.Linear(dim, hidden_dim), nn.GELU(), nn.Linear(hidden_dim, dim)))

    def forward(self, x):
        flat = x.reshape(-1, x.shape[-1])
        scores = self.router(flat)
        best, chosen = torch.topk(scores, self.top_k)
        order = chosen.flatten().argsort(stable=True)
        rows = order // self.top_k
        counts = torch.bincount(chosen.flatten(), minlength=self.num_experts)
        pieces = flat[rows].split(counts.tolist())
        done = [expert(piece) for expert, piece in zip(self.experts, pieces) if len(piece)]
        if not done:
            return x.clone(), scores.sum()
        weighted = torch.cat(done) * best.softmax(-1).flatten()[order, None]
        output = torch.zeros_like(flat).index_add(0, rows, weighted).reshape(x.shape)
        probability = scores.softmax(-1).mean(0)
        share = counts.to(scores.dtype) / chosen.numel()
        return output, self.num_experts * torch.dot(share, probability)
