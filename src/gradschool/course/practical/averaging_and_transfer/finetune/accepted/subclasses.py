"""Each frozen module becomes an instance of a subclass of its class that has no train mode."""
import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


class Frozen:
    def train(self, mode=True):
        return self


def configure_finetune(model, head, lr, weight_decay):
    model.requires_grad_(False)
    model.zero_grad()
    head.requires_grad_(True)

    inside = list(head.modules())
    for name, module in list(model.named_modules()):
        contains = any(each is head for each in module.modules())
        if not contains and not any(module is each for each in inside):
            module.train(False)
            module.__class__ = type(type(module).__name__, (Frozen, type(module)), {})
    head.train(True)

    norms = {p for module in head.modules() if isinstance(module, NORMS) for p in module.parameters()}
    decayed = [p for p in head.parameters() if p.ndim >= 2 and p not in norms]
    others = [p for p in head.parameters() if p.ndim < 2 or p in norms]
    groups = [{"params": decayed, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr)
