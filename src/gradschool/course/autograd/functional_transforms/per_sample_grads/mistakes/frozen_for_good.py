"""The parameters come back frozen.

`requires_grad_(False)` on the model's own parameters lasts; `detach()` makes new tensors that share the numbers and nothing else.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value for name, value in model.named_parameters() if value.requires_grad}
    model.requires_grad_(False)  # <- here

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None])

    return vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
