"""The gradients are numbered, not named.

`parameters()` gives tensors in an order; `named_parameters()` says whose they are.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None])

    gradients = vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
    return {str(number): value for number, value in enumerate(gradients.values())}  # <- here
