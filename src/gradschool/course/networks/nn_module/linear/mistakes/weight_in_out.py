"""The weight is stored as (in, out); `nn.Linear` keeps (out, in).

The numbers come out right, but no checkpoint fits: loading reports a size mismatch, or, for a square layer, says nothing and is wrong.
Keep one row for each output, and compute `x @ weight.T`.
"""
import math

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(in_features, out_features).uniform_(-bound, bound))  # <- here
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        y = x @ self.weight
        return y if self.bias is None else y + self.bias
