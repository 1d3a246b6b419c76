"""The running statistics are parameters, so an optimizer believes that it may move them.

They are saved and they follow `.to()`, but weight decay pulls them towards zero, and everybody who counts or freezes parameters meets two too many.
What is kept and not learned is a buffer.
"""
import torch
from torch import nn


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.running_mean = nn.Parameter(torch.zeros(num_features), requires_grad=False)  # <- here
        self.running_var = nn.Parameter(torch.ones(num_features), requires_grad=False)  # <- here
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x):
        dims = (0,) if x.dim() == 2 else (0, 2)
        across = (1, -1) if x.dim() == 2 else (1, -1, 1)
        if self.training:
            n = x.numel() // x.shape[1]
            if n < 2:
                raise ValueError("more than one value per channel is needed in training")
            mean = x.mean(dims)
            var = x.var(dims, correction=0)
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(var * n / (n - 1), self.momentum)
                self.num_batches_tracked += 1
        else:
            mean, var = self.running_mean, self.running_var
        x = (x - mean.view(across)) / torch.sqrt(var.view(across) + self.eps)
        return x * self.weight.view(across) + self.bias.view(across)
