"""Eval mode was set once, and the next `model.train()` undid it.

It switches every module it finds, and the loop calls it in each epoch.
What is frozen has to stay in eval mode whoever calls: give it a `train` that does nothing, or a forward pre-hook.
"""
import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


def configure_finetune(model, head, lr, weight_decay):
    model.requires_grad_(False)
    model.zero_grad()
    head.requires_grad_(True)

    model.eval()  # <- here
    head.train()

    norms = {p for module in head.modules() if isinstance(module, NORMS) for p in module.parameters()}
    decayed = [p for p in head.parameters() if p.ndim >= 2 and p not in norms]
    others = [p for p in head.parameters() if p.ndim < 2 or p in norms]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr)
