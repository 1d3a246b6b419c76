"""Torch's `AveragedModel`, told that its first model is in it already."""
import copy
from contextlib import contextmanager

from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn


class EMA:
    def __init__(self, model, decay=0.999):
        self.model = model
        self.averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))
        self.averaged.n_averaged += 1
        self.averaged.requires_grad_(False)

    @property
    def module(self):
        return self.averaged.module

    def update(self):
        self.averaged.update_parameters(self.model)

    @contextmanager
    def swap(self):
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
