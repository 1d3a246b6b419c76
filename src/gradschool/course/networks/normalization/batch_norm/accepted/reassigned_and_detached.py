"""Buffers assigned anew from detached statistics; channels moved to the last axis."""
import torch
from torch import nn


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0, dtype=torch.long))

    def forward(self, x):
        rows = x.movedim(1, -1)  # (batch, channels) or (batch, length, channels)
        if self.training:
            values = rows.reshape(-1, rows.shape[-1])
            if len(values) == 1:
                raise ValueError(f"Expected more than 1 value per channel when training, got input size {x.shape}")
            mean, var = values.mean(0), values.var(0, unbiased=False)
            kept = 1 - self.momentum
            self.running_mean = kept * self.running_mean + self.momentum * mean.detach()
            self.running_var = kept * self.running_var + self.momentum * values.detach().var(0)
            self.num_batches_tracked = self.num_batches_tracked + 1
        else:
            mean, var = self.running_mean, self.running_var
        normalized = (rows - mean) / (var + self.eps).sqrt()
        return (normalized * self.weight + self.bias).movedim(-1, 1)
