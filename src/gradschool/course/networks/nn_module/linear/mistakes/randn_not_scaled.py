"""`torch.randn` makes weights of standard deviation 1, whatever the size of the layer.

An output is a sum over `in_features` products, so every layer multiplies the spread of the signal by √in_features: ten layers of 100 units make it 10¹⁰ times as large.
Draw weight and bias uniformly from ±1/√in_features.
"""
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, in_features))  # <- here
        if bias:
            self.bias = nn.Parameter(torch.zeros(out_features))
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
