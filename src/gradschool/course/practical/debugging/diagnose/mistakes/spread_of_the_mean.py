"""The spread was taken over the batch, one unit at a time, and then averaged.

That leaves out how far the units lie apart from each other.
`std` without an axis is over all numbers.
"""
import torch
from torch import nn


def diagnose(model, loss_fn, x, y):
    stds, dead, handles = {}, {}, []

    def watcher(name):
        def watch(module, inputs, output):
            if not torch.is_tensor(output) or not output.is_floating_point():
                return
            stds.setdefault(name, []).append(output.std(0, correction=0).mean().item())  # <- here
            if isinstance(module, nn.ReLU):
                units = output.transpose(0, 1).flatten(1)
                dead.setdefault(name, []).append((units == 0).all(1).double().mean().item())

        return watch

    trained = {name: p for name, p in model.named_parameters() if p.requires_grad}
    buffers = {name: buffer.clone() for name, buffer in model.named_buffers()}
    try:
        for name, module in model.named_modules():
            if not list(module.children()):
                handles.append(module.register_forward_hook(watcher(name)))
        with torch.random.fork_rng(), torch.enable_grad():
            output = torch.func.functional_call(model, buffers, (x,))
            loss = loss_fn(output, y)
            zeros = loss_fn(torch.zeros_like(output), y)
            grads = [None] * len(trained)
            if trained and loss.requires_grad:
                grads = torch.autograd.grad(loss, list(trained.values()), allow_unused=True)
    finally:
        for handle in handles:
            handle.remove()
    return {
        "loss": loss.item(),
        "loss_ratio": (loss / zeros).item(),
        "activation_std": stds,
        "dead_units": dead,
        "gradient_norm": {name: None if g is None else g.norm().item() for name, g in zip(trained, grads)},
    }
