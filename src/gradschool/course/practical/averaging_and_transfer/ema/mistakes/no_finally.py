"""After an exception in the block, the average stays in the model.

Without `finally` the lines after `yield` run only if the block ends well; the loop that catches the exception goes on to train the average.
`try: … yield … finally:` puts the numbers back in any case.
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
        self.model.load_state_dict(self.module.state_dict())
        yield  # <- here
        self.model.load_state_dict(own)
