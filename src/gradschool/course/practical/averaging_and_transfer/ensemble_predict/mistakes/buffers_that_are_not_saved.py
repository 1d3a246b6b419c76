"""A buffer that is not saved was taken from the first model for all of them.

A state dict leaves out what was registered with `persistent=False`, and `functional_call` falls back on the module's own.
Collect `named_parameters()` and `named_buffers()`: they name everything.
"""
import copy

import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    states = [model.state_dict() for model in models]  # <- here
    stacked = {name: torch.stack([state[name] for state in states]) for name in states[0]}
    skeleton = copy.deepcopy(models[0]).eval()

    def probabilities(tensors):
        return functional_call(skeleton, tensors, (x,)).softmax(-1)

    return vmap(probabilities)(stacked).mean(0)
