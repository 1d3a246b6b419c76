"""A Function whose backward hands on what arrives."""
import torch


class _Round(torch.autograd.Function):
    @staticmethod
    def forward(x):
        return x.round()

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output


def ste_round(x):
    return _Round.apply(x)
