"""The results carry a graph.

The parameters themselves went in, and they are on the tape; so is all that is computed from them, and it stays in memory.
Pass detached ones.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value for name, value in model.named_parameters() if value.requires_grad}  # <- here

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None])

    return vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
