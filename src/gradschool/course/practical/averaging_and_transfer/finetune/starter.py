import torch
from torch import nn


def configure_finetune(model: nn.Module, head: nn.Module, lr: float, weight_decay: float) -> torch.optim.AdamW:
    """Freeze all of `model` but its `head`, and return the optimizer that trains the head."""
    for module in model.modules():
        module.requires_grad = False
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
    head.requires_grad = True

    decayed = [parameter for name, parameter in model.named_parameters() if "bias" not in name]
    others = [parameter for name, parameter in model.named_parameters() if "bias" in name]
    groups = [{"params": decayed}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr, weight_decay=weight_decay)
