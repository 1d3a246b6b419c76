"""What is observed: a window of 3 × 3 in steps of 2, on a picture of 8 × 8."""

import torch
from torch import nn


def shape_of_the_output():
    """What does this give?

    The window stands on pixels 0–2, 2–4 and 4–6. The next step would need pixel 8, and there is none.
    """
    picture = torch.rand(1, 1, 8, 8)
    return tuple(nn.Conv2d(1, 1, 3, stride=2)(picture).shape)


def pixels_that_count_for_nothing():
    """What does this give?

    No window reaches pixel 7, so the last row and the last column, 15 pixels, have no influence on anything.
    """
    picture = torch.rand(1, 1, 8, 8, requires_grad=True)
    nn.Conv2d(1, 1, 3, stride=2)(picture).sum().backward()
    return (picture.grad == 0).sum().item()
