"""`checkpoint_sequential` got the container itself, and counted a layer that stands in it twice only once.

It takes an `nn.Sequential` apart with `children()`, which leaves repeated modules out; there are then fewer layers than segments, and it raises.
With fewer segments it says nothing and runs a shorter net.
Hand it `list(self)`, or loop over `self` and checkpoint each layer.
"""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint_sequential


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        return checkpoint_sequential(self, len(self), input, use_reentrant=False)  # <- here
