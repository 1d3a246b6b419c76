"""What is observed: what a place gets that is named twice."""

import torch


def counted():
    """What does this give?

    All places are read first, `[0, 0, 0]`; then 1 is added, then all are written back.
    Candidate 0 gets the same 1 twice.
    """
    ballots = torch.tensor([0, 0, 1])
    counts = torch.zeros(3, dtype=torch.int64)
    counts[ballots] += 1
    return counts.tolist()


def read_twice():
    """What does this give?

    Reading a place twice is harmless: the result has one entry for each position that was asked for.
    """
    prices = torch.tensor([10, 20, 30])
    return prices[torch.tensor([0, 0, 1])].tolist()
