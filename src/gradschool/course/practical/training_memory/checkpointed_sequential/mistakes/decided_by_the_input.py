"""Where the input needs no gradient the net runs as `nn.Sequential` does, and keeps everything.

Data needs no gradient, so this is every step of ordinary training: it is the *parameters* that need one.
Checkpoint always, with `use_reentrant=False`.
Where gradients are off, `checkpoint` runs the layer as it is.
"""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        if not input.requires_grad:  # <- here
            return super().forward(input)
        for layer in self:
            input = checkpoint(layer, input, use_reentrant=False)
        return input
