"""What is observed: a dropout and a batch normalization under `no_grad`."""

import torch


def still_drops():
    """`Dropout` sets random numbers to 0 during training. Does it do so here?

    Yes: `no_grad` turns the recorder of gradients off and knows nothing of layers.
    Only `eval()` tells a layer that training is over.
    """
    dropout = torch.nn.Dropout(0.5)
    with torch.no_grad():
        result = dropout(torch.ones(1000))
    return bool((result == 0).any())


def still_learns():
    """`BatchNorm1d` keeps a running mean of the data that it is trained on. Has it moved?

    Yes: it is updated in the forward pass, without any gradient.
    So a validation under `no_grad` alone leaks validation data into the model.
    """
    norm = torch.nn.BatchNorm1d(1)
    with torch.no_grad():
        norm(torch.tensor([[4.0], [6.0]]))
    return bool(norm.running_mean != 0)
