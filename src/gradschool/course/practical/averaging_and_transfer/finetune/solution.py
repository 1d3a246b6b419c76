from types import MethodType

import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


def configure_finetune(model: nn.Module, head: nn.Module, lr: float, weight_decay: float) -> torch.optim.AdamW:
    """Freeze all of `model` but its `head`, and return the optimizer that trains the head.

    Frozen are parameters, old gradients and modes: what lies outside the head stays in eval mode through every
    `model.train()`. To thaw a module again, `del module.train`.
    """
    model.requires_grad_(False)
    model.zero_grad()  # to None: a zero would be a gradient
    head.requires_grad_(True).train()
    trained = set(head.modules())
    for module in model.modules():
        if module not in trained and head not in module.modules():
            module.eval()
            module.train = MethodType(_stay, module)

    exempt = {parameter for each in trained if isinstance(each, NORMS) for parameter in each.parameters()}
    decayed = [each for each in head.parameters() if each.ndim >= 2 and each not in exempt]
    others = [each for each in head.parameters() if each.ndim < 2 or each in exempt]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr)


def _stay(module: nn.Module, mode: bool = True) -> nn.Module:
    """What `train` means to a frozen module. Bound to it, so that a deep copy's refers to the copy."""
    return module
