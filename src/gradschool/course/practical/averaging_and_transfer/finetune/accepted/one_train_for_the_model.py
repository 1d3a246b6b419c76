"""The model's own `train` puts everything outside the head back into eval mode."""
import torch
from torch import nn

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, nn.LayerNorm, nn.GroupNorm, nn.RMSNorm)


def configure_finetune(model, head, lr, weight_decay):
    for parameter in model.parameters():
        parameter.requires_grad_(False)
        parameter.grad = None
    for parameter in head.parameters():
        parameter.requires_grad_(True)

    original = model.train

    def train(mode=True):
        original(False)
        around = [module for module in model.modules() if head in module.modules()]
        for module in around:
            module.training = mode
        head.train(mode)
        return model

    model.train = train
    model.train()

    exempt = [id(p) for module in head.modules() if isinstance(module, NORMS) for p in module.parameters()]
    exempt += [id(p) for p in head.parameters() if p.ndim <= 1]
    decayed = [p for p in head.parameters() if id(p) not in exempt]
    others = [p for p in head.parameters() if id(p) in exempt]
    optimizer = torch.optim.AdamW([{"params": others}], lr=lr, weight_decay=0)
    if decayed:
        optimizer.add_param_group({"params": decayed, "weight_decay": weight_decay})
    return optimizer
