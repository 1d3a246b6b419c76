"""The checkpoint is of the reentrant kind, and with an input that needs no gradient the net gets none at all.

It runs the layer without a graph and asks for gradients of its *arguments* only; the first layer's argument is the data, so nothing needs one.
This is also what you get, with a warning, when you leave `use_reentrant` out.
Pass `use_reentrant=False`.
"""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        for layer in self:
            input = checkpoint(layer, input, use_reentrant=True)  # <- here
        return input
