"""`grad_output` was not used.

`backward` returns the gradient of the *loss*, which is the gradient that arrives times the local derivative.
With `sum()` as the loss, ones arrive and the mistake is invisible; with any other loss, all that comes after SiLU is forgotten.
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
        return s + x * s * (1 - s)  # <- here
