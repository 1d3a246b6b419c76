"""Inside `swap()` gradients were switched off.

`yield` stood in a `with torch.no_grad():`, which lasts until the block is over.
Write the numbers under `no_grad`, and `yield` outside of it.
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
        with torch.no_grad():  # <- here
            try:
                for tensor, value in zip(self.model.state_dict().values(), self.module.state_dict().values()):
                    tensor.copy_(value)
                yield
            finally:
                self.model.load_state_dict(own)
