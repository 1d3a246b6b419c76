"""You made the caller's input require a gradient.

It gets the reentrant checkpoint to train the first layer, and it leaves a mark on a tensor that isn't yours: the caller's `input.grad` fills with every step.
Integers, such as the ids for an embedding, refuse it altogether.
With `use_reentrant=False` the input may be anything.
"""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        input.requires_grad_()  # <- here
        for layer in self:
            input = checkpoint(layer, input, use_reentrant=True)
        return input
