"""The logits were averaged, and the softmax was taken of their mean.

That multiplies the models' probabilities instead of averaging them: a model with large logits outvotes all the others.
Take the softmax of each model's own logits, and the mean last.
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

    return vmap(logits)(stacked).mean(0).softmax(-1)  # <- here
