"""After `swap()` the model kept the average's buffers.

Everything was loaded, and only the parameters were put back: the statistics of the last batches are lost, and those that the block changed stay changed.
Clone and restore `buffers()` too.
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
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            with torch.no_grad():
                for parameter, value in zip(self.model.parameters(), own):  # <- here
                    parameter.copy_(value)
