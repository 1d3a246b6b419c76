"""The softmax went over the examples of the batch.

`vmap` puts the models in front, so axis 1 of its result counts examples.
The classes are the last axis, wherever you stand: `softmax(-1)`.
"""
import copy

import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = copy.deepcopy(models[0]).to("meta").eval()

    def logits(tensors):
        return functional_call(skeleton, tensors, (x,))

    return vmap(logits)(stacked).softmax(1).mean(0)  # <- here
