"""The parameters have other names: each layer was wrapped in a module of its own.

`0.weight` became `0.layer.weight`, so no checkpoint on disk that was written without the wrapper loads.
Leave the layers as they are, and decide in `forward` how they run.
"""
from collections import OrderedDict

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class Checkpointed(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, input):
        return checkpoint(self.layer, input, use_reentrant=False)


class CheckpointedSequential(nn.Sequential):
    def __init__(self, *layers):
        if isinstance(layers[0], dict):
            super().__init__(OrderedDict((name, Checkpointed(layer)) for name, layer in layers[0].items()))  # <- here
        else:
            super().__init__(*(Checkpointed(layer) for layer in layers))  # <- here
