"""Without a bias, `layer.bias` does not exist at all.

Code that goes through a model asks `if layer.bias is not None`, and gets an AttributeError from yours.
`self.register_parameter("bias", None)` (or plainly `self.bias = None`) keeps the name.
"""
import math

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = 1 / math.sqrt(in_features)
        self.has_bias = bias
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        if bias:  # <- here
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound))

    def forward(self, x):
        y = x @ self.weight.T
        return y + self.bias if self.has_bias else y
