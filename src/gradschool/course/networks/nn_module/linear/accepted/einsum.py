"""The same by einsum, with extra attributes and keyword arguments."""
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, in_features, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features, self.out_features = in_features, out_features
        options = {"device": device, "dtype": dtype}
        self.weight = nn.Parameter((2 * torch.rand(out_features, in_features, **options) - 1) / in_features**0.5)
        self.register_parameter("bias", None)
        if bias:
            self.bias = nn.Parameter((2 * torch.rand(out_features, **options) - 1) / in_features**0.5)

    def forward(self, x):
        y = torch.einsum("oi,...i->...o", self.weight, x)
        return y if self.bias is None else y + self.bias

    def extra_repr(self):
        return f"{self.in_features}, {self.out_features}"
