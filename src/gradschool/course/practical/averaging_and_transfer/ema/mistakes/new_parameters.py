"""`swap()` put other objects into the model in place of its parameters.

The optimizer holds the old ones: inside the block and after it, the model and its optimizer know nothing of each other.
Write the numbers into the parameters that are there, with `copy_`.
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
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(copy.deepcopy(self.module.state_dict()), assign=True)  # <- here
            yield
        finally:
            self.model.load_state_dict(own, assign=True)
