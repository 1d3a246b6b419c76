"""`decay` went to the model, and `1 - decay` to the average.

With 0.999 the average is then almost the model's latest weights, noise and all.
The average keeps `decay` of itself: `lerp_(parameter, 1 - decay)`.
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
            average.lerp_(parameter, self.decay)  # <- here
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
