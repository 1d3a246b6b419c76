"""What is observed: how far three convolutions see, and what an LSTM takes for the batch."""

import torch
from torch import nn


def columns_seen():
    """How many of the 21 inputs does the middle output depend on?

    Seven: each layer of width 3 adds one on either side, 1 + 2 + 2 + 2.
    Layers *add*; it takes strides or dilations to multiply.
    """
    row = torch.randn(1, 1, 21, requires_grad=True)
    layers = [nn.Conv1d(1, 1, 3, padding=1) for _ in range(3)]
    nn.Sequential(*layers)(row)[0, 0, 10].backward()
    return int((row.grad != 0).sum())


def shape_of_the_last_state():
    """Two sentences of five words in four channels: which shape has `h`?

    `(1, 5, 8)`: one layer, a batch of *five*, eight units.
    An LSTM takes axis 0 for time unless it is told `batch_first=True`, and nothing raises.
    """
    lstm = nn.LSTM(4, 8)
    sentences = torch.randn(2, 5, 4)
    _, (h, _) = lstm(sentences)
    return h.shape
