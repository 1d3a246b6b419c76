"""`ema.module` is the model itself, not a copy.

What the optimizer writes is then in the average at once, and the average of a number with itself is that number.
`copy.deepcopy(model)` gives it memory of its own.
"""
import copy
from contextlib import contextmanager

import torch


class EMA:
    def __init__(self, model, decay=0.999):
        self.model = model
        self.decay = decay
        self.module = model  # <- here

    @torch.no_grad()
    def update(self):
        for average, parameter in zip(self.module.parameters(), self.model.parameters()):
            average.lerp_(parameter, 1 - self.decay)
        for kept, buffer in zip(self.module.buffers(), self.model.buffers()):
            kept.copy_(buffer)

    @contextmanager
    def swap(self):
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
