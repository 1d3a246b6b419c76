"""`backward` itself leaves no tape, so there is no second derivative.

What runs inside `backward` is recorded when somebody asks for `create_graph=True`, unless you switch that off with `no_grad` or cut it with `detach`.
Gradient penalties and Hessians need it: compute with the saved tensors as they are.
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
        with torch.no_grad():  # <- here
            s = torch.sigmoid(x)
            return grad_output * (s + x * s * (1 - s))
