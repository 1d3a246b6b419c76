"""The saved tensor was detached in `backward`, so the second derivative lacks a part.

The first derivative is right; what depends on `x` *inside* it counts as a constant when it is differentiated again.
Use `ctx.saved_tensors` as they are.
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
        x = x.detach()  # <- here
        s = torch.sigmoid(x)
        return grad_output * (s + x * s * (1 - s))
