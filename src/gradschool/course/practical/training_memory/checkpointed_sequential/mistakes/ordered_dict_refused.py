"""The constructor takes layers one by one, and an `OrderedDict` is no layer.

`nn.Sequential` takes either, and its names go into the state dict.
Nothing about construction has to change here: leave `__init__` out, and write `forward` alone.
"""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class CheckpointedSequential(nn.Sequential):
    def __init__(self, *layers):
        super().__init__()
        for index, layer in enumerate(layers):  # <- here
            self.add_module(str(index), layer)

    def forward(self, input):
        for layer in self:
            input = checkpoint(layer, input, use_reentrant=False)
        return input
