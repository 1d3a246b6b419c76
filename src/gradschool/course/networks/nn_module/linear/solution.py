import math

import torch
from torch import nn
from torch.nn import functional as F


class Linear(nn.Module):
    """`y = x @ weight.T + bias`: `(..., in_features)` to `(..., out_features)`.

    Weight and bias start uniformly in ±1/√in_features, as in `nn.Linear`.
    """

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        bound = 1 / math.sqrt(in_features)
        self.weight = nn.Parameter(torch.empty(out_features, in_features).uniform_(-bound, bound))
        if bias:
            self.bias = nn.Parameter(torch.empty(out_features).uniform_(-bound, bound))
        else:
            self.register_parameter("bias", None)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weight, self.bias)
