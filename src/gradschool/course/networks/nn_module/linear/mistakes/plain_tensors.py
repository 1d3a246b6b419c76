"""Plain tensors with `requires_grad` are not parameters.

They collect gradients, and nobody uses them: `parameters()` does not yield them, so no optimizer moves them; `state_dict()` does not save them, and `.to()` does not move them.
A module registers what is an `nn.Parameter`.
"""
import math

import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = 1 / math.sqrt(in_features)
        self.weight = torch.empty(out_features, in_features).uniform_(-bound, bound).requires_grad_()  # <- here
        self.bias = torch.empty(out_features).uniform_(-bound, bound).requires_grad_() if bias else None  # <- here

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
