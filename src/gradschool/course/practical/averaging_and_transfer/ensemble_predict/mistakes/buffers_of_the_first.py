"""All the models ran with the buffers of the first.

Running statistics belong to the weights that they were measured with.
`named_parameters()` leaves buffers out: stack those of `named_buffers()` too, and hand both to `functional_call`.
"""
import copy

import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) for model in models]  # <- here
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = copy.deepcopy(models[0]).eval()

    def probabilities(tensors):
        return functional_call(skeleton, tensors, (x,)).softmax(-1)

    return vmap(probabilities)(stacked).mean(0)
