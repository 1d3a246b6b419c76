"""The models were switched to eval mode, and left in it.

The caller's next epoch trains without dropout and with frozen statistics, and nothing says so.
Switch a copy, which has the code and is thrown away.
"""
import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    for model in models:
        model.eval()  # <- here
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}

    def probabilities(tensors):
        return functional_call(models[0], tensors, (x,)).softmax(-1)

    return vmap(probabilities)(stacked).mean(0)
