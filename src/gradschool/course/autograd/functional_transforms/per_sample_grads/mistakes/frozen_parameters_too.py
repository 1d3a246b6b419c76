"""Frozen parameters got a gradient as well.

Nobody will use it, and for a large frozen model it is most of the memory.
Take those that require one; `functional_call` finds the others in the model.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value.detach() for name, value in model.named_parameters()}  # <- here

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None])

    return vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
