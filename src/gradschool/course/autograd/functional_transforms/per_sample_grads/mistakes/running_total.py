"""Each row holds the total of all rows up to it.

`.grad` accumulates: without zeroing it, the second example is added to the first.
And whatever the model's `.grad` held before is lost in it.
"""
import torch


def per_sample_grads(model, loss_fn, x, y):
    parameters = {name: value for name, value in model.named_parameters() if value.requires_grad}
    found = {name: [] for name in parameters}
    for example, target in zip(x, y):
        loss_fn(model(example[None]), target[None]).backward()  # <- here
        for name, value in parameters.items():
            found[name].append(value.grad.clone())
    return {name: torch.stack(gradients) for name, gradients in found.items()}
