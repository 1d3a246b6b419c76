"""`kaiming_uniform_` with its default is made for a layer in front of a ReLU, and √6 times as wide as what `nn.Linear` does.

`nn.Linear` itself calls it with `a=math.sqrt(5)`, which happens to make the bound 1/√in_features; so you may, or draw the numbers yourself.
"""
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        nn.init.kaiming_uniform_(self.weight)  # <- here
        if bias:
            self.bias = nn.Parameter(torch.zeros(out_features))
        else:
            self.register_parameter("bias", None)

    def forward(self, x):
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
