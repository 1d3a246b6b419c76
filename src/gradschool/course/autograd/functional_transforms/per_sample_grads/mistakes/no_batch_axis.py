"""The model got a single example without a batch axis.

`nn.Linear` doesn't mind; whatever counts axes does: a `Flatten(1)`, a loss over classes in axis 1.
Make a batch of one: `example[None]`, and `target[None]`.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example,)), target)  # <- here

    return vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
