"""The examples went through in portions of eight, so the operators grow with their number.

`chunk_size` is for gradients that don't fit into memory; here they do.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None])

    return vmap(grad(loss_of_one), in_dims=(None, 0, 0), chunk_size=8)(parameters, x, y)  # <- here
