import copy

import torch
from torch import nn


def diagnose(model, loss_fn, x, y):
    """A copy may be changed in every way: only the random numbers are shared."""
    patient = copy.deepcopy(model)
    patient.zero_grad(set_to_none=True)
    stds, dead = {}, {}

    def examine(module, _, out, *, name):
        if torch.is_tensor(out) and out.dtype.is_floating_point:
            numbers = out.detach().double()
            stds[name] = [*stds.get(name, []), float((numbers - numbers.mean()).square().mean().sqrt())]
            if type(module) is nn.ReLU:
                largest = numbers.amax([axis for axis in range(numbers.ndim) if axis != 1])
                dead[name] = [*dead.get(name, []), float((largest == 0).double().mean())]

    for name, module in patient.named_modules():
        if len(module._modules) == 0:
            module.register_forward_hook(lambda *args, name=name: examine(*args, name=name))

    state = torch.get_rng_state()
    with torch.enable_grad():
        try:
            output = patient(x)
            loss = loss_fn(output, y)
        finally:
            torch.set_rng_state(state)
        nothing = loss_fn(output.detach() * 0, y)
        if loss.requires_grad:
            loss.backward()
    norms = {}
    for name, parameter in patient.named_parameters():
        if parameter.requires_grad:
            norms[name] = float(parameter.grad.square().sum().sqrt()) if parameter.grad is not None else None
    return dict(
        loss=float(loss),
        loss_ratio=float(loss) / float(nothing),
        activation_std=stds,
        dead_units=dead,
        gradient_norm=norms,
    )
