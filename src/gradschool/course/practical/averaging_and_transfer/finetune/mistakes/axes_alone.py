"""A gain with two axes was decayed.

`nn.LayerNorm((2, 3))` has a weight and a bias of two axes, so the number of axes alone can't tell them from matrices.
Ask for the kind of module as well.
"""
from types import MethodType

import torch

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

    decayed = [p for p in head.parameters() if p.ndim >= 2]  # <- here
    others = [p for p in head.parameters() if p.ndim < 2]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr)
