"""`module.requires_grad = False` froze nothing.

It makes an attribute of the module that nobody reads; the parameters' own stays True, and gradients are computed for all of them.
`requires_grad_(False)`, with the underscore, reaches every parameter.
"""
from types import MethodType

import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


def stay(module, mode=True):
    return module


def configure_finetune(model, head, lr, weight_decay):
    for module in model.modules():
        module.requires_grad = False  # <- here
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
    return torch.optim.AdamW(groups, lr=lr)
