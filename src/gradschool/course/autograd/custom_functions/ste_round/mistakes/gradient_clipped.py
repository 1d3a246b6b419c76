"""The gradient was stopped where `x` lies beyond 1.

That is another estimator (the clipped one, made for signs): here weights of 3.7 would be stuck for ever.
The identity has the slope 1 everywhere.
"""
import torch


class Round(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return x.round()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        return grad_output * (x.abs() <= 1)  # <- here


def ste_round(x):
    return Round.apply(x)
