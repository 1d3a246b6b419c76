"""`(batch, channels, length)` was not thought of: reducing over axis 0 leaves a mean for each channel *and position*.

That has another shape than `running_mean`, and the update fails.
Each channel has one mean: reduce over axes 0 and 2, and bring the result into the shape `(1, channels, 1)` to meet `x`.
"""
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
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        across = (1, -1)
        if self.training:
            n = x.numel() // x.shape[1]
            if n < 2:
                raise ValueError("more than one value per channel is needed in training")
            mean = x.mean(0)  # <- here
            var = x.var(0, correction=0)  # <- here
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(var * n / (n - 1), self.momentum)
                self.num_batches_tracked += 1
        else:
            mean, var = self.running_mean, self.running_var
        x = (x - mean.view(across)) / torch.sqrt(var.view(across) + self.eps)
        return x * self.weight.view(across) + self.bias.view(across)
