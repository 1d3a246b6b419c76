"""The first model itself was sent to the meta device, and has lost its weights.

`to` moves a module in place, and the meta device holds no numbers.
`copy.deepcopy` comes first.
"""
import torch
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = models[0].to("meta")  # <- here
    modes = [(module, module.training) for module in skeleton.modules()]
    skeleton.eval()

    def probabilities(tensors):
        return functional_call(skeleton, tensors, (x,)).softmax(-1)

    result = vmap(probabilities)(stacked).mean(0)
    for module, training in modes:
        module.training = training
    return result
