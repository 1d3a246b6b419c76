"""Saves x and the sigmoid, which is a second output of the Function behind, so that it keeps its history.
"""
import torch


class _WithSigmoid(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        s = torch.sigmoid(x)
        return x * s, s

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0], output[1])

    @staticmethod
    def backward(ctx, grad_y, grad_s):
        x, s = ctx.saved_tensors
        return grad_y * (s + x * s * (1 - s)) + grad_s * s * (1 - s)


class SiLU(torch.autograd.Function):
    @staticmethod
    def apply(x):
        return _WithSigmoid.apply(x)[0]
