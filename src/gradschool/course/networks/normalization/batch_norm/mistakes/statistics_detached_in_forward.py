"""The mean and the variance were cut off from the graph, so the gradient of the input is wrong.

Every value of a batch also acts through the mean and the variance: without those two terms the layer seems to be a plain scaling.
Only what you *store* is detached; what you normalize with stays on the tape.
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
            n = x.numel() // x.shape[1]
            if n < 2:
                raise ValueError("more than one value per channel is needed in training")
            mean = x.detach().mean(dims)  # <- here
            var = x.detach().var(dims, correction=0)  # <- here
            with torch.no_grad():
                self.running_mean.lerp_(mean, self.momentum)
                self.running_var.lerp_(var * n / (n - 1), self.momentum)
                self.num_batches_tracked += 1
        else:
            mean, var = self.running_mean, self.running_var
        x = (x - mean.view(across)) / torch.sqrt(var.view(across) + self.eps)
        return x * self.weight.view(across) + self.bias.view(across)
