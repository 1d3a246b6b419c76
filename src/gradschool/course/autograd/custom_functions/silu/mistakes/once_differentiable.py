"""`once_differentiable` forbids the second derivative that was asked for.

The decorator is an honest way to say that a backward is not made for it; this one could be.
Take it off: every operator inside has a derivative.
"""
import torch
from torch.autograd.function import once_differentiable


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
    @once_differentiable  # <- here
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = torch.sigmoid(x)
        return grad_output * (s + x * s * (1 - s))
