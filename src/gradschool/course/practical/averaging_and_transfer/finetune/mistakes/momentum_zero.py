"""The running statistics rest, and the batch's are used all the same.

`momentum = 0` stops the bookkeeping only: in train mode BatchNorm normalizes with the mean of the batch, and features depend on who else is in it.
Keep the layer in eval mode.
"""
import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


def configure_finetune(model, head, lr, weight_decay):
    model.requires_grad_(False)
    model.zero_grad()
    head.requires_grad_(True)

    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm) and module not in set(head.modules()):
            module.momentum = 0.0  # <- here
    head.train()

    norms = {p for module in head.modules() if isinstance(module, NORMS) for p in module.parameters()}
    decayed = [p for p in head.parameters() if p.ndim >= 2 and p not in norms]
    others = [p for p in head.parameters() if p.ndim < 2 or p in norms]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr)
