"""One fused call for all parameters; the numbers lie in a list on an exit stack."""
import copy
from contextlib import ExitStack, contextmanager

import torch


def everything(module):
    return [tensor.detach() for tensor in (*module.parameters(), *module.buffers())]


class EMA:
    def __init__(self, model, decay=0.999):
        self.model = model
        self.decay = decay
        self.module = copy.deepcopy(model).requires_grad_(False)

    @torch.no_grad()
    def update(self):
        torch._foreach_lerp_(list(self.module.parameters()), list(self.model.parameters()), 1 - self.decay)
        for kept, buffer in zip(self.module.buffers(), self.model.buffers()):
            kept.copy_(buffer)

    @contextmanager
    def swap(self):
        with ExitStack() as stack:
            for tensor, value in zip(everything(self.model), everything(self.module)):
                stack.callback(tensor.copy_, tensor.clone())
                tensor.copy_(value)
            yield self.model
