"""After `swap()` the average holds the model's latest weights.

The model was loaded into `ema.module` to keep it safe, and the average that lay there had no copy of its own to come back from.
Keep the model's numbers in clones.
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
        average = copy.deepcopy(self.module.state_dict())
        self.module.load_state_dict(self.model.state_dict())  # <- here
        try:
            self.model.load_state_dict(average)
            yield
        finally:
            self.model.load_state_dict(self.module.state_dict())
