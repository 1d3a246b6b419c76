"""What is observed: what three integers weigh, and what transposing copies."""

import torch


def three_integers():
    """How many bytes are the three numbers?

    Python integers become 64-bit integers: 8 bytes each, 24 in all.
    Written with decimal points, `[1., 2., 3.]`, they would be 32-bit floats and half as heavy.
    """
    counts = torch.tensor([1, 2, 3])
    return counts.nbytes


def turned_over():
    """What is in the table?

    `table.T` is a second description of the same memory: nothing was copied, so writing through it writes into `table`.
    """
    table = torch.zeros(1000, 1000)
    table.T[0, 1] = 7
    return table[1, 0].item()
