"""The masks come back because every layer begins by seeding torch, so they are the same in every step as well.

Dropout with one mask for ever trains a smaller net, and whatever else draws random numbers repeats itself too.
Note the random state before the first run and restore it for the second; `checkpoint` does that by itself.
"""
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        for index, layer in enumerate(self):
            input = checkpoint(self.run, index, layer, input, use_reentrant=False)
        return input

    def run(self, index, layer, input):
        torch.manual_seed(index)  # <- here
        return layer(input)
