"""Biases and gains learn at AdamW's default rate, 0.001.

`lr` was written into the first group only.
Hand it to the optimizer, and every group that has none of its own gets it.
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
    groups = [
        {"params": decayed, "lr": lr, "weight_decay": weight_decay},  # <- here
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups)
