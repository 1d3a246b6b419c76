"""Nobody switched to eval mode, so dropout met `vmap`.

`vmap` refuses to draw random numbers, since it can't know whether all the models should get the same.
A prediction needs none: run a module that is in eval mode.
"""
import copy

import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = copy.deepcopy(models[0]).to("meta")  # <- here

    def probabilities(tensors):
        return functional_call(skeleton, tensors, (x,)).softmax(-1)

    return vmap(probabilities)(stacked).mean(0)
