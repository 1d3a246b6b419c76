"""Keeps x and the output y = x * s: the derivative is s + y * (1 - s).
"""
import torch


class SiLU(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x * torch.sigmoid(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs, output)

    @staticmethod
    def backward(ctx, grad_output):
        x, y = ctx.saved_tensors
        s = x.sigmoid()
        return torch.addcmul(s, y, 1 - s).mul(grad_output)
