"""Right numbers, one graph for each example.

256 examples are 256 forward and backward passes, each of them too small to keep a processor busy.
`vmap` runs each operation once, with one more axis.
"""
import torch


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value for name, value in model.named_parameters() if value.requires_grad}
    found = {name: [] for name in parameters}
    for example, target in zip(x, y):  # <- here
        loss = loss_fn(model(example[None]), target[None])
        for name, gradient in zip(found, torch.autograd.grad(loss, list(parameters.values()))):
            found[name].append(gradient)
    return {name: torch.stack(gradients) for name, gradients in found.items()}
