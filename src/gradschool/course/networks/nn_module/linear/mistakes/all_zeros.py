"""All weights start at 0, so that every output is the same and gets the same gradient.

In a network of such layers the units stay alike for ever: a hundred of them are worth one.
Draw them: uniformly from ±1/√in_features.
"""
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(out_features, in_features))  # <- here
        if bias:
            self.bias = nn.Parameter(torch.zeros(out_features))
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
