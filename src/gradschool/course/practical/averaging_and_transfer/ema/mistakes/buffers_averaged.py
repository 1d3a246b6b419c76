"""The buffers were averaged like the parameters.

Running statistics are averages already, and `num_batches_tracked` is an integer, in which a tenth of a step is nothing.
Average the parameters, copy the buffers.
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
            average.copy_(self.decay * average + (1 - self.decay) * now[name])  # <- here

    @contextmanager
    def swap(self):
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
