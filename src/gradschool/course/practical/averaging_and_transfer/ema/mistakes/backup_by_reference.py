"""The numbers that were put back were the average's.

`state_dict()` makes no copy: its tensors are the model's own memory, so loading the average has overwritten the backup as well.
Clone them first.
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
        own = self.model.state_dict()  # <- here
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
