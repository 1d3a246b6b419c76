"""Every gradient is too large by the number of examples.

That undoes a mean over the batch, and here no such mean was taken: each loss is that of a batch of one.
"""
import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}

    def loss_of_one(parameters, example, target):
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None])

    gradients = vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
    return {name: value * len(x) for name, value in gradients.items()}  # <- here
