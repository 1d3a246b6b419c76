"""The models answered in train mode, each with a dropout mask of its own.

`randomness="different"` silences the refusal of `vmap` and leaves its cause: dropout drops, and BatchNorm uses the batch.
A prediction runs in eval mode.
"""
import copy

import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = copy.deepcopy(models[0]).to("meta")

    def probabilities(tensors):
        return functional_call(skeleton, tensors, (x,)).softmax(-1)

    return vmap(probabilities, randomness="different")(stacked).mean(0)  # <- here
