"""`stack_module_state` was given models that don't agree, and raised.

It wants all of them in one mode, and each parameter to require a gradient in all of them or in none.
Stack the tensors yourself under `no_grad`, or hand it copies that you have made alike.
"""
import copy

import torch
from torch.func import functional_call, stack_module_state, vmap


@torch.no_grad()
def ensemble_predict(models, x):
    parameters, buffers = stack_module_state(models)  # <- here
    skeleton = copy.deepcopy(models[0]).to("meta").eval()

    def probabilities(parameters, buffers):
        return functional_call(skeleton, (parameters, buffers), (x,)).softmax(-1)

    return vmap(probabilities)(parameters, buffers).mean(0)
