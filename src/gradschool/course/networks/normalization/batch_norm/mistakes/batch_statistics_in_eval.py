"""In eval the layer still normalizes with the batch it is given.

Then the answer about one example depends on which others came along, and a batch of one has no answer at all.
Look at `self.training`: in eval, use `running_mean` and `running_var`.
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
        dims = (0,) if x.dim() == 2 else (0, 2)
        across = (1, -1) if x.dim() == 2 else (1, -1, 1)
        mean = x.mean(dims)  # <- here
        var = x.var(dims, correction=0)  # <- here
        if self.training:
            n = x.numel() // x.shape[1]
            if n < 2:
                raise ValueError("more than one value per channel is needed in training")
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(var * n / (n - 1), self.momentum)
                self.num_batches_tracked += 1
        x = (x - mean.view(across)) / torch.sqrt(var.view(across) + self.eps)
        return x * self.weight.view(across) + self.bias.view(across)
