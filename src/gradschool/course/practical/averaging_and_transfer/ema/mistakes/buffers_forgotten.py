"""The buffers never reached the average.

Its BatchNorm goes on normalizing with a mean of 0 and a variance of 1, and what it answers is worth nothing.
`parameters()` doesn't list them: copy those of `buffers()` too.
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
            average.lerp_(parameter, 1 - self.decay)  # <- here

    @contextmanager
    def swap(self):
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
