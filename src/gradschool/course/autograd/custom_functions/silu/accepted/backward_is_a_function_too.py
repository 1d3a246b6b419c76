"""The gradient is a Function of its own, with its own derivative by hand.
"""
import torch


class SiLUGradient(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x, upstream):
        s = torch.sigmoid(x)
        return upstream * s * (1 + x * (1 - s))

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad):
        x, upstream = ctx.saved_tensors
        s = torch.sigmoid(x)
        slope = s * (1 + x * (1 - s))
        curvature = s * (1 - s) * (2 + x * (1 - 2 * s))
        return grad * upstream * curvature, grad * slope


class SiLU(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x * torch.sigmoid(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0])

    @staticmethod
    def backward(ctx, grad_output):
        return SiLUGradient.apply(ctx.saved_tensors[0], grad_output)
