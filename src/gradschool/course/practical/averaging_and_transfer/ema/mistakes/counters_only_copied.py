"""The running statistics were averaged, and only the integers copied.

BatchNorm's mean and variance are buffers too, whatever their dtype.
Torch can average them, with `use_buffers=True`; what is asked for here are copies of all.
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
        now = dict(self.model.named_buffers()) | dict(self.model.named_parameters())
        mine = dict(self.module.named_buffers()) | dict(self.module.named_parameters())
        for name, average in mine.items():
            if average.is_floating_point():
                average.lerp_(now[name], 1 - self.decay)  # <- here
            else:
                average.copy_(now[name])

    @contextmanager
    def swap(self):
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
