"""No generated rule: `vmap` is written out, elementwise as the function is. The sigmoid is built from tanh.
"""
import torch


class SiLU(torch.autograd.Function):
    @staticmethod
    def sigmoid(x):
        return 0.5 * (1 + torch.tanh(0.5 * x))

    @staticmethod
    def forward(x):
        return x * SiLU.sigmoid(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        (x,) = inputs
        ctx.save_for_backward(x)

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        s = SiLU.sigmoid(x)
        return grad_output * (s + x * s * (1 - s))

    @staticmethod
    def vmap(info, in_dims, x):
        return SiLU.apply(x), in_dims[0]
