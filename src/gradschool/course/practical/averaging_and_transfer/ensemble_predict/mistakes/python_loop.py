"""A Python loop ran the models one after the other.

The numbers are right, and every layer is launched once for each model.
Stack the parameters and let `vmap` run all the models as one.
"""
import torch


@torch.no_grad()
def ensemble_predict(models, x):
    total = 0
    for model in models:  # <- here
        modes = [(module, module.training) for module in model.modules()]
        model.eval()
        total = total + model(x).softmax(-1)
        for module, training in modes:
            module.training = training
    return total / len(models)
