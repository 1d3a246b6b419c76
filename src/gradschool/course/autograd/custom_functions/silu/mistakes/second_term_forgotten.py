"""One term of the product rule is missing.

x * s has the derivative s + x * s * (1 - s): the sigmoid also changes with x.
With `grad_output * s` alone the slope is never above 1 and never below 0, and SiLU's is both.
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
        return grad_output * torch.sigmoid(x)  # <- here
