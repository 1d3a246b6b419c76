"""This is the derivative of the sigmoid, not of x times the sigmoid.

The product rule has two terms: the sigmoid itself, and x times its derivative.
At 0 the slope of SiLU is 0.5, and s * (1 - s) says 0.25.
"""
import torch


class SiLU(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x * torch.sigmoid(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        (x,) = inputs
        ctx.save_for_backward(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * s * (1 - s)  # <- here
