"""This is the gradient of the mean loss, repeated for every example.

`backward` adds up over the examples before you can see them: what a single one asked for is gone.
Differentiate the loss of one example, and map that over the batch.
"""
import torch


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value for name, value in model.named_parameters() if value.requires_grad}
    gradients = torch.autograd.grad(loss_fn(model(x), y), list(parameters.values()))
    return {name: gradient.expand(len(x), *gradient.shape) for name, gradient in zip(parameters, gradients)}  # <- here
