"""The input was stashed on `ctx` instead of saved.

`ctx.x = x` goes round the version check: if somebody changes `x` in place before `backward`, the gradient is that of the new numbers, and nothing is said.
`ctx.save_for_backward(x)` notices (and leaks no memory).
"""
import torch


class SiLU(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x * torch.sigmoid(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        (ctx.x,) = inputs  # <- here

    @staticmethod
    def backward(ctx, grad_output):
        x = ctx.x
        s = torch.sigmoid(x)
        return grad_output * (s + x * s * (1 - s))
