"""Stacks by adding an axis and concatenating; the mean by a product with weights."""
import copy

import torch
from torch.func import functional_call, vmap


@torch.inference_mode()
def ensemble_predict(models, x):
    states = [{**dict(m.named_buffers()), **dict(m.named_parameters())} for m in models]
    stacked = {key: torch.cat([state[key][None] for state in states]) for key in states[0]}
    template = copy.deepcopy(models[0]).train(False)
    rows = vmap(lambda state: functional_call(template, state, args=(x,)))(stacked).softmax(-1)
    weights = rows.new_full((len(models),), 1 / len(models))
    return torch.tensordot(weights, rows, dims=1).clone()
