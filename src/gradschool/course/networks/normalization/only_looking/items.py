"""What is observed: whose company an answer depends on, and whether looking leaves a trace."""

import torch
from torch import nn


def the_same_in_other_company():
    """Is the answer for the first row the same both times?

    In training mode BatchNorm measures the batch that it is given, and normalizes with that.
    Next to a 7, a 5 is the small one, and comes out near −1; next to a 3 it is the large one, and comes out near 1.
    """
    layer = nn.BatchNorm1d(1)
    beside_a_seven = layer(torch.tensor([[5.0], [7.0]]))
    beside_a_three = layer(torch.tensor([[5.0], [3.0]]))
    return torch.equal(beside_a_seven[0], beside_a_three[0])


def changed_by_looking():
    """Has looking changed the layer?

    `no_grad` stops the tape and nothing else: in training mode every forward pass moves the running mean.
    Only `eval()` makes looking harmless.
    """
    layer = nn.BatchNorm1d(1)
    before = layer.running_mean.clone()
    with torch.no_grad():
        layer(torch.tensor([[5.0], [7.0]]))
    return not torch.equal(layer.running_mean, before)
