"""Everything as (batch, channels, length), keepdim, einsum for the variance, buffers written with copy_."""
import torch
from torch import nn


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.weight, self.bias = nn.Parameter(torch.ones(num_features)), nn.Parameter(torch.zeros(num_features))
        for name, value in (("running_mean", torch.zeros(num_features)), ("running_var", torch.ones(num_features))):
            self.register_buffer(name, value)
        self.register_buffer("num_batches_tracked", torch.zeros((), dtype=torch.int64))

    @torch.no_grad()
    def remember(self, mean, var, n):
        self.running_mean.copy_(self.running_mean + self.momentum * (mean - self.running_mean))
        self.running_var.copy_(self.running_var + self.momentum * (var * n / (n - 1) - self.running_var))
        self.num_batches_tracked.add_(1)

    def forward(self, x):
        cube = x if x.ndim == 3 else x.unsqueeze(-1)
        if not self.training:
            centered = cube - self.running_mean[:, None]
            var = self.running_var
        else:
            n = cube.shape[0] * cube.shape[2]
            if n <= 1:
                raise ValueError("one value per channel")
            mean = cube.mean((0, 2), keepdim=True)
            centered = cube - mean
            var = torch.einsum("ncl,ncl->c", centered, centered) / n
            self.remember(mean.flatten(), var, n)
        y = centered * (self.weight * (var + self.eps) ** -0.5)[:, None] + self.bias[:, None]
        return y.reshape(x.shape)
