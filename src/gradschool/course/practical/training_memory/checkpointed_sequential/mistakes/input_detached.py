"""The net was cut off from what comes before it: the input's gradient is lost.

`input.detach().requires_grad_()` is a new leaf, and backward ends there; whatever produced the input no longer learns.
It also fails for integers.
Drop the line, and pass `use_reentrant=False`, which needs no such help.
"""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        input = input.detach().requires_grad_()  # <- here
        for layer in self:
            input = checkpoint(layer, input, use_reentrant=True)
        return input
