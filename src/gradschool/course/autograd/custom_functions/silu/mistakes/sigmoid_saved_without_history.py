"""The sigmoid that was saved has no history, so the second derivative lacks a part.

Only inputs and outputs keep their place on the tape when they are saved; a tensor computed on the way comes back as a constant.
Compute it again in `backward` (one sigmoid is cheap), or return it as a second output.
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
        ctx.save_for_backward(x, torch.sigmoid(x))  # <- here

    @staticmethod
    def backward(ctx, grad_output):
        x, s = ctx.saved_tensors
        return grad_output * (s + x * s * (1 - s))
