"""`torch.tensor(self.weight)` copies the numbers and cuts the graph.

The output is right and the bias learns, but no gradient ever reaches the weight: it stays what it was on the first day.
PyTorch warns about the copy; use `self.weight` itself.
"""
import math

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        weight = torch.tensor(self.weight)  # <- here
        y = x @ weight.T
        return y if self.bias is None else y + self.bias
