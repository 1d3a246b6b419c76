"""The models came back frozen.

`requires_grad_(False)` was meant for the prediction and stays on the caller's models: their next training step has nothing to train.
`torch.no_grad()` does without touching them.
"""
import copy

import torch
from torch.func import functional_call, vmap


def ensemble_predict(models, x):
    for model in models:
        model.requires_grad_(False)  # <- here
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = copy.deepcopy(models[0]).to("meta").eval()

    def probabilities(tensors):
        return functional_call(skeleton, tensors, (x.detach(),)).softmax(-1)

    return vmap(probabilities)(stacked).mean(0)
