"""The head was recognized by the name "head", which it doesn't have here.

Its parameters are those of the module that was handed in, whatever it is called.
"""
from types import MethodType

import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


def stay(module, mode=True):
    return module


def configure_finetune(model, head, lr, weight_decay):
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith("head"))  # <- here
        parameter.grad = None

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
