"""The logarithms of the probabilities were averaged.

The result is a geometric mean: a class that one model holds impossible is impossible for all, and the rows no longer sum to 1.
Average the probabilities themselves.
"""
import copy

import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = copy.deepcopy(models[0]).to("meta").eval()

    def log_probabilities(tensors):
        return functional_call(skeleton, tensors, (x,)).log_softmax(-1)

    return vmap(log_probabilities)(stacked).mean(0).exp()  # <- here
