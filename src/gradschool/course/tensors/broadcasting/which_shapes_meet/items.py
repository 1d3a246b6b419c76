"""What is observed: two pairs of shapes, and what becomes of them."""

import torch


def one_number_for_each_row():
    """Which shape comes out?

    Shapes are aligned on the right, so the three numbers line up with the *four* columns and don't fit: RuntimeError.
    One number for each row has the shape `(3, 1)`.
    """
    table = torch.zeros(3, 4)
    per_row = torch.ones(3)
    return (table - per_row).shape


def predictions_and_targets():
    """Which shape comes out?

    `(64, 1)` against `(64,)` is a column against a row: every prediction meets every target, `(64, 64)`.
    The mean of its squares is a loss that runs, goes down, and teaches nothing.
    """
    predictions = torch.zeros(64, 1)
    targets = torch.zeros(64)
    return (predictions - targets).shape
