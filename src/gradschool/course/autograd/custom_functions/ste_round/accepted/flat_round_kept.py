"""The rounding stays on the tape, where its gradient is 0, and the identity is added as a zero with gradient 1."""
import torch


def ste_round(x):
    return torch.round(x) + (x - x.detach())
