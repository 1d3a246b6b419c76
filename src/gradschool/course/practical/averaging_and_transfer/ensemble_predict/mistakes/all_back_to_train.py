"""Afterwards every layer was put into the mode that its model's root had.

`train(mode)` sets all layers alike: a frozen BatchNorm that stood in eval mode inside a model in train mode is now training.
Switch a copy instead, or remember the mode of every module.
"""
import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    was_training = models[0].training
    models[0].eval()

    def probabilities(tensors):
        return functional_call(models[0], tensors, (x,)).softmax(-1)

    result = vmap(probabilities)(stacked).mean(0)
    models[0].train(was_training)  # <- here
    return result
