from collections.abc import Callable

import torch
from torch import nn

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def per_sample_grads(model: nn.Module, loss_fn: Loss, x: torch.Tensor, y: torch.Tensor) -> dict[str, torch.Tensor]:
    """The gradient of each example's own loss: for every parameter that requires one, `(n, *parameter.shape)`."""
    parameters = {name: value for name, value in model.named_parameters() if value.requires_grad}
    found = {name: [] for name in parameters}
    for example, target in zip(x, y, strict=True):
        loss = loss_fn(model(example[None]), target[None])
        for name, gradient in zip(found, torch.autograd.grad(loss, list(parameters.values())), strict=True):
            found[name].append(gradient)
    return {name: torch.stack(gradients) for name, gradients in found.items()}
