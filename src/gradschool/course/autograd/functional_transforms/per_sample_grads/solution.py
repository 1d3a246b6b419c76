from collections.abc import Callable

import torch
from torch import nn
from torch.func import functional_call, grad, vmap

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def per_sample_grads(model: nn.Module, loss_fn: Loss, x: torch.Tensor, y: torch.Tensor) -> dict[str, torch.Tensor]:
    """The gradient of each example's own loss: for every parameter that requires one, `(n, *parameter.shape)`.

    One batched forward and backward pass, whatever `n` is. What doesn't require a gradient, buffers included, is taken
    from the model by `functional_call`.
    """
    parameters = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}

    def loss_of_one(parameters: dict[str, torch.Tensor], example: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return loss_fn(functional_call(model, parameters, (example[None],)), target[None])

    return vmap(grad(loss_of_one), in_dims=(None, 0, 0))(parameters, x, y)
