"""`grad_output` was not used: `backward` returned ones.

The gradient of the identity is not 1, it is *what arrives, times 1*.
With `sum()` as the loss ones arrive, and nobody notices.
"""
import torch


class Round(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return x.round()

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass

    @staticmethod
    def backward(ctx, grad_output):
        return torch.ones_like(grad_output)  # <- here


def ste_round(x):
    return Round.apply(x)
