import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class CheckpointedSequential(nn.Sequential):
    """As `nn.Sequential`, but what the layers need for backward is computed a second time instead of being kept.

    Chen et al. 2016, "Training Deep Nets with Sublinear Memory Cost". Only the input of each layer is kept; in backward
    a layer runs again, with the random numbers of its first run. One layer's tensors are alive at a time.
    """

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in self:
            x = checkpoint(layer, x, use_reentrant=False)
        return x
