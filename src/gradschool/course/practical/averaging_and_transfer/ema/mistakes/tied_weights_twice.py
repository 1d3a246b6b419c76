"""Tied weights were averaged twice at each update.

A state dict lists a shared tensor under each of its names, and `lerp_` went over it once for each.
`parameters()` lists it once.
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
        now, buffers = self.model.state_dict(), dict(self.model.named_buffers())
        for name, average in self.module.state_dict().items():
            if name in buffers:
                average.copy_(now[name])
            else:
                average.lerp_(now[name], 1 - self.decay)  # <- here

    @contextmanager
    def swap(self):
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
