"""There is no rule for `vmap`.

The methods say what to do with one tensor, and not what with a batch of them.
If they are made of torch operators only, `generate_vmap_rule = True` in the class derives it.
"""
import torch


class SiLU(torch.autograd.Function):  # <- here
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
        return grad_output * (s + x * s * (1 - s))
