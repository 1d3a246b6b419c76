"""`torch.mm` multiplies two matrices and nothing else.

A single example `(in_features,)` and a sequence `(batch, time, in_features)` are not matrices.
`@` and `F.linear` work on the last axis and let any others stand in front.
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
        y = torch.mm(x, self.weight.t())  # <- here
        return y if self.bias is None else y + self.bias
