"""The gradient was rounded as well.

Gradients are small: 0.3 becomes 0, and training stops.
`backward` hands `grad_output` on as it came.
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
        return grad_output.round()  # <- here


def ste_round(x):
    return Round.apply(x)
