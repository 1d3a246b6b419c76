"""One random state was noted for the whole net, and each layer runs again from there.

The second layer began where the first had stopped drawing, so it gets the first one's numbers.
Note the state before *each* layer, which is what `checkpoint` does.
"""
import torch
from torch import nn


class Recomputed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, layer, random_state, input, *parameters):
        ctx.layer, ctx.random_state = layer, random_state
        ctx.save_for_backward(input)
        return layer(input)

    @staticmethod
    def backward(ctx, grad):
        (input,) = ctx.saved_tensors
        input = input.detach().requires_grad_(input.is_floating_point())
        wanted = [*([input] if input.requires_grad else []), *ctx.layer.parameters()]
        with torch.random.fork_rng(devices=[]), torch.enable_grad():
            torch.set_rng_state(ctx.random_state)
            output = ctx.layer(input)
        gradients = torch.autograd.grad(output, wanted, grad, allow_unused=True)
        return None, None, *([] if input.requires_grad else [None]), *gradients


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        random_state = torch.get_rng_state()  # <- here
        for layer in self:
            input = Recomputed.apply(layer, random_state, input, *layer.parameters())
        return input
