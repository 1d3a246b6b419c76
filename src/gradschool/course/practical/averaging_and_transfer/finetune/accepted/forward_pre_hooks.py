"""A hook puts each frozen module into eval mode whenever it is about to run; a group for each parameter."""
import torch


def back_to_eval(module, inputs):
    module.eval()


def outside(module, head):
    for child in module.children():
        if child is not head:
            if any(each is head for each in child.modules()):
                yield from outside(child, head)
            else:
                yield from child.modules()


def configure_finetune(model, head, lr, weight_decay):
    kept = {id(parameter) for parameter in head.parameters()}
    for parameter in model.parameters():
        parameter.requires_grad = id(parameter) in kept
        parameter.grad = None

    head.train()
    for module in outside(model, head):
        module.eval()
        module.register_forward_pre_hook(back_to_eval)

    groups = []
    for module in head.modules():
        norm = "Norm" in type(module).__name__
        for parameter in module.parameters(recurse=False):
            decay = 0.0 if norm or parameter.ndim < 2 else weight_decay
            groups.append({"params": [parameter], "lr": lr, "weight_decay": decay})
    return torch.optim.AdamW(groups)
