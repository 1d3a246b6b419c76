"""One class of its own for the stack, inference mode, and the softmax by logarithms."""
import copy
import math

import torch


class Stacked:
    def __init__(self, models):
        self.code = copy.deepcopy(models[0])
        self.code.eval()
        self.tensors = {}
        for kind in ("named_parameters", "named_buffers"):
            for name, _ in getattr(models[0], kind)():
                self.tensors[name] = torch.stack([dict(getattr(model, kind)())[name].detach() for model in models])

    def __call__(self, x):
        return torch.vmap(self.one, in_dims=(0, None))(self.tensors, x)

    def one(self, tensors, x):
        return torch.func.functional_call(self.code, tensors, (x,))


def ensemble_predict(models, x):
    with torch.no_grad():
        log_probabilities = torch.log_softmax(Stacked(models)(x), dim=-1)
        return torch.logsumexp(log_probabilities - math.log(len(models)), dim=0).exp()
