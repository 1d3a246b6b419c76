"""Every gradient is too small by the number of examples.

The loss of a batch of one is the mean over one: there is nothing left to divide.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None]) / len(x)  # <- here

    return vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
