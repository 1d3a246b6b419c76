"""`squeeze()` dropped the batch axis of a single example.

It removes every axis of size one.
The mean over the models has dropped their axis already, and that was the only one to drop.
"""
import copy

import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = copy.deepcopy(models[0]).to("meta").eval()

    def probabilities(tensors):
        return functional_call(skeleton, tensors, (x,)).softmax(-1)

    return vmap(probabilities)(stacked).mean(0).squeeze()  # <- here
