from collections import defaultdict
from collections.abc import Callable
from typing import Any

import torch
from torch import nn


def diagnose(
    model: nn.Module, loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], x: torch.Tensor, y: torch.Tensor
) -> dict[str, Any]:
    """What one forward and one backward pass show of a model; nothing is left behind.

    Returns:
        `loss`, and `loss_ratio` to the loss of answering 0; by layer and call `activation_std` and, for ReLUs,
        `dead_units`, the share of units that are 0 throughout; by trainable parameter `gradient_norm`.
    """
    stds, dead = defaultdict(list), defaultdict(list)

    def watcher(name: str) -> Callable[[nn.Module, Any, Any], None]:
        def watch(module: nn.Module, inputs: Any, output: Any) -> None:
            if not (isinstance(output, torch.Tensor) and output.is_floating_point()):
                return
            values = output.detach()  # numbers are taken here and now: a layer in place may overwrite the tensor
            stds[name].append(values.std(correction=0).item())
            if isinstance(module, nn.ReLU):
                silent = (values == 0).transpose(0, 1).flatten(1).all(1)
                dead[name].append(silent.double().mean().item())

        return watch

    trained = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    buffers = {name: buffer.clone() for name, buffer in model.named_buffers()}
    handles = []
    try:
        for name, module in model.named_modules():
            if next(module.children(), None) is None:
                handles.append(module.register_forward_hook(watcher(name)))
        with torch.random.fork_rng(), torch.enable_grad():
            output = torch.func.functional_call(model, buffers, (x,))
            loss = loss_fn(output, y)
            baseline = loss_fn(torch.zeros_like(output), y).item()
            gradients = [None] * len(trained)
            if trained and loss.requires_grad:
                gradients = torch.autograd.grad(loss, list(trained.values()), allow_unused=True)
    finally:
        for handle in handles:
            handle.remove()

    return {
        "loss": loss.item(),
        "loss_ratio": loss.item() / baseline,
        "activation_std": dict(stds),
        "dead_units": dict(dead),
        "gradient_norm": {
            name: None if gradient is None else gradient.norm().item()
            for name, gradient in zip(trained, gradients, strict=True)
        },
    }
