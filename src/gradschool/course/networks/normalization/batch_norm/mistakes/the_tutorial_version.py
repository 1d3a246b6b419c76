"""This is the version that most tutorials print, with four faults behind a right training output.

The running statistics keep the autograd graph of every batch (update them under `torch.no_grad()`); `running_var` stores the variance divided by n instead of n - 1; a batch of one is accepted and gives the bias; and the names differ from those of `nn.BatchNorm1d`, with no `num_batches_tracked`.
Start with the graph: it is the one that costs memory at every step.
"""
import torch
from torch import nn


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.gamma = nn.Parameter(torch.ones(num_features))
        self.beta = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x):
        dims = (0,) if x.dim() == 2 else (0, 2)
        across = (1, -1) if x.dim() == 2 else (1, -1, 1)
        if self.training:
            mean = x.mean(dims)
            var = x.var(dims, unbiased=False)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean  # <- here
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var  # <- here
        else:
            mean, var = self.running_mean, self.running_var
        x = (x - mean.view(across)) / torch.sqrt(var.view(across) + self.eps)
        return x * self.gamma.view(across) + self.beta.view(across)
