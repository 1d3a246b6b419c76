"""Everything in the head is decayed, biases and gains too.

They are not meant to be small, and a group of their own with `weight_decay` 0 keeps them out.
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

    return torch.optim.AdamW(head.parameters(), lr=lr, weight_decay=weight_decay)  # <- here
