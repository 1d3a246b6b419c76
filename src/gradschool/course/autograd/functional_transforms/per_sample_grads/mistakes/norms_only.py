"""Only the size of each gradient came back.

Clipping needs it, and so does whoever wants the direction: return the gradients.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None])

    gradients = vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
    return {name: value.flatten(1).norm(dim=1) for name, value in gradients.items()}  # <- here
