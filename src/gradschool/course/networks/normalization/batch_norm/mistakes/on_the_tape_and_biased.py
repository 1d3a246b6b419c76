"""Two faults in the running statistics: they carry the autograd graph of every batch, and `running_var` is the biased variance.

The first costs memory at each step, makes the model impossible to copy, and breaks a backward pass in eval: update under `torch.no_grad()`, or from `mean.detach()`.
The second makes the stored variance too small, by a half for batches of two: store `var * n / (n - 1)`.
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
        if self.training:
            if x.numel() // x.shape[1] < 2:
                raise ValueError("more than one value per channel is needed in training")
            mean = x.mean(dims)
            var = x.var(dims, correction=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean  # <- here
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var  # <- here
            self.num_batches_tracked += 1
        else:
            mean, var = self.running_mean, self.running_var
        x = (x - mean.view(across)) / torch.sqrt(var.view(across) + self.eps)
        return x * self.weight.view(across) + self.bias.view(across)
