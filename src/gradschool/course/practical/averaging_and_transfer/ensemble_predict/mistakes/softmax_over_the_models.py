"""The softmax went over the axis of the models.

After `vmap` axis 0 counts models: each class then sums to 1 over the models, and their mean is 1 divided by how many there are.
Inside the mapped function, or after it, the classes are the last axis: `softmax(-1)`.
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

    return vmap(logits)(stacked).softmax(0).mean(0)  # <- here
