"""The head was frozen together with the rest.

The model was frozen as a whole, and the head, which is part of it, not thawed again: the loss has nothing to send a gradient to.
`head.requires_grad_(True)` comes after it.
"""
from types import MethodType

import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


def stay(module, mode=True):
    return module


def configure_finetune(model, head, lr, weight_decay):
    head.requires_grad_(True)
    model.requires_grad_(False)  # <- here
    model.zero_grad()

    for module in model.modules():
        if module not in set(head.modules()) and head not in module.modules():
            module.eval()
            module.train = MethodType(stay, module)
    head.train()

    norms = {p for module in head.modules() if isinstance(module, NORMS) for p in module.parameters()}
    decayed = [p for p in head.parameters() if p.ndim >= 2 and p not in norms]
    others = [p for p in head.parameters() if p.ndim < 2 or p in norms]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr)
