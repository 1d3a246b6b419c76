"""`bias=False` still makes a bias, which the forward pass then leaves out.

A parameter that is never used is saved, counted and decayed all the same, and a checkpoint of a layer without bias does not load.
Register `None` under the name: `self.register_parameter("bias", None)`.
"""
import math

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = 1 / math.sqrt(in_features)
        self.use_bias = bias
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound))  # <- here

    def forward(self, x):
        y = x @ self.weight.T
        return y + self.bias if self.use_bias else y
