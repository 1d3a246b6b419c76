"""Inside `swap()` the model had the average's parameters and its own buffers.

Buffers belong to the weights that they were measured with, and the average has the ones of its last update.
Swap those of `buffers()` as well.
"""
import copy
from contextlib import contextmanager

import torch


class EMA:
    def __init__(self, model, decay=0.999):
        self.model = model
        self.decay = decay
        self.module = copy.deepcopy(model).requires_grad_(False)

    @torch.no_grad()
    def update(self):
        for average, parameter in zip(self.module.parameters(), self.model.parameters()):
            average.lerp_(parameter, 1 - self.decay)
        for kept, buffer in zip(self.module.buffers(), self.model.buffers()):
            kept.copy_(buffer)

    @contextmanager
    def swap(self):
        own = [parameter.detach().clone() for parameter in self.model.parameters()]
        try:
            self.write(self.module.parameters())
            yield
        finally:
            self.write(own)

    @torch.no_grad()
    def write(self, numbers):
        for parameter, value in zip(self.model.parameters(), numbers):  # <- here
            parameter.copy_(value)
