"""A layer that stands in the list twice ran once.

`children()` gives each module once, however often it stands there, and `checkpoint_sequential` goes by it when it gets an `nn.Sequential`.
Iterate over the container itself: `for layer in self`.
"""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        for layer in self.children():  # <- here
            input = checkpoint(layer, input, use_reentrant=False)
        return input
