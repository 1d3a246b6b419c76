"""The optimizer is Adam, which adds the decay to the gradient.

There it is divided by the size of the gradient with all the rest, so the loudest weights hardly decay.
AdamW shrinks the weights themselves.
"""
from types import MethodType

import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


def stay(module, mode=True):
    return module


def configure_finetune(model, head, lr, weight_decay):
    model.requires_grad_(False)
    model.zero_grad()
    head.requires_grad_(True)

    for module in model.modules():
        if module not in set(head.modules()) and head not in module.modules():
            module.eval()
            module.train = MethodType(stay, module)
    head.train()

    norms = {p for module in head.modules() if isinstance(module, NORMS) for p in module.parameters()}
    decayed = [p for p in head.parameters() if p.ndim >= 2 and p not in norms]
    others = [p for p in head.parameters() if p.ndim < 2 or p in norms]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.Adam(groups, lr=lr)  # <- here
