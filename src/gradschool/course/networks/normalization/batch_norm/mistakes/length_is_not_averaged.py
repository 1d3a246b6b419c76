"""With `(batch, channels, length)`, only the batch axis was averaged.

You get a mean for each channel *and each position*, so a channel no longer has one scale, and sequences of another length would not fit.
One mean for each channel: reduce over axes 0 and 2.
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
        dims = (0,)  # <- here
        across = (1, -1) if x.dim() == 2 else (1, x.shape[1], -1)
        if self.training:
            n = x.numel() // x.shape[1]
            if n < 2:
                raise ValueError("more than one value per channel is needed in training")
            mean = x.mean(dims)
            var = x.var(dims, correction=0)
            with torch.no_grad():
                self.running_mean.lerp_(mean.reshape(x.shape[1], -1).mean(1), self.momentum)
                self.running_var.lerp_(var.reshape(x.shape[1], -1).mean(1) * n / (n - 1), self.momentum)
                self.num_batches_tracked += 1
        else:
            mean, var = self.running_mean, self.running_var
        x = (x - mean.view(across)) / torch.sqrt(var.view(across) + self.eps)
        return x * self.weight.view(across) + self.bias.view(across)
