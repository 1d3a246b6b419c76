from contextlib import ExitStack
from functools import partial

import torch
from torch import nn


def record(seen, module, inputs, output):
    """What a layer gave out, as numbers: its spread, and which units spoke."""
    if isinstance(output, torch.Tensor) and torch.is_floating_point(output):
        spread = torch.std(output.detach(), unbiased=False).item()
        others = [axis for axis in range(output.dim()) if axis != 1]
        silent = output.detach().ne(0).sum(others).eq(0).float() if isinstance(module, nn.ReLU) else None
        seen.append((spread, None if silent is None else silent.mean().item()))


def diagnose(model, loss_fn, x, y):
    """Handles are contexts: an `ExitStack` removes them however the block is left."""
    seen = {name: (module, []) for name, module in model.named_modules() if not list(module.named_children())}
    with ExitStack() as stack:
        for module, found in seen.values():
            stack.enter_context(module.register_forward_hook(partial(record, found)))
        stack.enter_context(torch.random.fork_rng(devices=[]))
        stack.enter_context(torch.set_grad_enabled(True))
        clones = {name: tensor.clone() for name, tensor in model.named_buffers()}
        output = torch.func.functional_call(model, clones, x)
        loss = loss_fn(output, y)
        idle = loss_fn(torch.full_like(output, 0.0), y)
        norms = {}
        for name, parameter in model.named_parameters():
            if not parameter.requires_grad:
                continue
            norms[name] = None
            if loss.requires_grad:
                (gradient,) = torch.autograd.grad(loss, parameter, retain_graph=True, allow_unused=True)
                norms[name] = None if gradient is None else gradient.flatten().dot(gradient.flatten()).sqrt().item()
    return {
        "loss": loss.item(),
        "loss_ratio": loss.item() / idle.item(),
        "activation_std": {name: [spread for spread, _ in found] for name, (_, found) in seen.items() if found},
        "dead_units": {
            name: [share for _, share in found]
            for name, (module, found) in seen.items()
            if found and isinstance(module, nn.ReLU)
        },
        "gradient_norm": norms,
    }
