"""Afterwards the models were put into train mode, also those that had been in eval mode.

A function that predicts has to find out what it changes before it changes it.
Better, it changes a copy.
"""
import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    models[0].eval()

    def probabilities(tensors):
        return functional_call(models[0], tensors, (x,)).softmax(-1)

    result = vmap(probabilities)(stacked).mean(0)
    models[0].train()  # <- here
    return result
