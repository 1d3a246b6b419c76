"""The function is as it was: nothing is frozen.

`module.requires_grad = False` sets an attribute of the module that nobody reads, and the optimizer was given every parameter of the model.
`requires_grad_(False)`, with the underscore, reaches the parameters.
"""
import torch
from torch import nn


def configure_finetune(model, head, lr, weight_decay):
    for module in model.modules():
        module.requires_grad = False  # <- here
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
    head.requires_grad = True

    decayed = [parameter for name, parameter in model.named_parameters() if "bias" not in name]
    others = [parameter for name, parameter in model.named_parameters() if "bias" in name]
    groups = [{"params": decayed}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr, weight_decay=weight_decay)
