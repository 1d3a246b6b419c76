"""Every element got the average of the gradients that arrive.

As long as all of them are equal, as behind `sum()` or `mean()`, that is right; behind any other loss each element needs its own.
`backward` hands `grad_output` on, element by element.
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
        return grad_output.mean().expand_as(grad_output)  # <- here


def ste_round(x):
    return Round.apply(x)
