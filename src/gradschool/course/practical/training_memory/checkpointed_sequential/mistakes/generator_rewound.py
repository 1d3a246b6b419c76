"""The second run rewinds torch's random numbers, and they stay rewound.

After every backward the generator stands where forward began, so the next step draws the masks of this one again.
Run the layer inside `torch.random.fork_rng()`, which puts the state back at its end, or leave it all to `checkpoint`.
"""
import torch
from torch import nn


class Recomputed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, layer, input, *parameters):
        ctx.layer, ctx.random_state = layer, torch.get_rng_state()
        ctx.save_for_backward(input)
        return layer(input)

    @staticmethod
    def backward(ctx, grad):
        (input,) = ctx.saved_tensors
        input = input.detach().requires_grad_(input.is_floating_point())
        wanted = [*([input] if input.requires_grad else []), *ctx.layer.parameters()]
        torch.set_rng_state(ctx.random_state)  # <- here
        with torch.enable_grad():
            output = ctx.layer(input)
        gradients = torch.autograd.grad(output, wanted, grad, allow_unused=True)
        return None, *([] if input.requires_grad else [None]), *gradients


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        for layer in self:
            input = Recomputed.apply(layer, input, *layer.parameters())
        return input
