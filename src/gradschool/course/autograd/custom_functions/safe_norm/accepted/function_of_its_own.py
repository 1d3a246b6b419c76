"""A Function with the gradient x / norm, and 0 where the norm is 0."""
import torch


class Norm(torch.autograd.Function):
    @staticmethod
    def forward(x, dim):
        return x.double().square().sum(dim, keepdim=True).sqrt().to(x.dtype)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0], output)

    @staticmethod
    def backward(ctx, grad_output):
        x, norm = ctx.saved_tensors
        return grad_output * torch.where(norm > 0, x / norm, torch.zeros_like(x)), None


def safe_norm(x, dim=-1, keepdim=False):
    norm = Norm.apply(x, dim)
    return norm if keepdim else norm.squeeze(dim)
