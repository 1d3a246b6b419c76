"""The derivative was left to autograd, inside `backward`.

`backward` built the graph of `forward` again and differentiated a detached copy of the input, so that the way back to the real `x` is cut: the second derivative is lost.
Write the derivative down; it has two terms.
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
        with torch.enable_grad():
            x = x.detach().requires_grad_()  # <- here
            y = x * torch.sigmoid(x)
        return torch.autograd.grad(y, x, grad_output)[0]
