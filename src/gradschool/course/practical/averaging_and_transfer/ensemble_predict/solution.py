import copy
from collections.abc import Sequence

import torch
from torch import nn
from torch.func import functional_call, vmap


@torch.no_grad()
def ensemble_predict(models: Sequence[nn.Module], x: torch.Tensor) -> torch.Tensor:
    """The mean over `models` of their class probabilities for `x`, (batch, classes), from one forward for all.

    The members' tensors are stacked, one axis in front, and `vmap` runs one module over that axis. That module is a
    copy on the meta device: it lends its code and its eval mode, and no member's mode is touched.
    `torch.func.stack_module_state` would do the stacking, and refuse members that differ in mode or `requires_grad`.
    """
    members = [dict(model.named_parameters()) | dict(model.named_buffers()) for model in models]
    stacked = {name: torch.stack([member[name] for member in members]) for name in members[0]}
    skeleton = copy.deepcopy(models[0]).to("meta").eval()

    def probabilities(member: dict[str, torch.Tensor]) -> torch.Tensor:
        return functional_call(skeleton, member, (x,)).softmax(-1)

    return vmap(probabilities)(stacked).mean(0)
