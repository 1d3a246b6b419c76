"""The gains of the normalization layers are decayed.

Only what is called "bias" was left out; a gain is called "weight" like any matrix, and decay pulls it from 1 to 0.
Ask for the number of axes and for the kind of module.
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

    decayed = [p for name, p in head.named_parameters() if "bias" not in name]  # <- here
    others = [p for name, p in head.named_parameters() if "bias" in name]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr)
