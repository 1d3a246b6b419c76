"""`lerp_` met `num_batches_tracked`, an integer, and raised.

A state dict holds buffers as well as parameters, and not all of them are floating.
Average what is in `parameters()`, copy what is in `buffers()`.
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
        now = self.model.state_dict()
        for name, average in self.module.state_dict().items():
            average.lerp_(now[name], 1 - self.decay)  # <- here

    @contextmanager
    def swap(self):
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
