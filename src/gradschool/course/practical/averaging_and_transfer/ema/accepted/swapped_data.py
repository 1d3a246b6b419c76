"""`.data` of each tensor is pointed elsewhere and back; the average is kept under names."""
import copy
from contextlib import contextmanager


class EMA:
    def __init__(self, model, decay=0.999):
        self.model, self.decay = model, decay
        self.module = copy.deepcopy(model)
        for parameter in self.module.parameters():
            parameter.requires_grad_(False)
        self.parameters = dict(self.module.named_parameters())

    def update(self):
        for name, parameter in self.model.named_parameters():
            average = self.parameters[name]
            average.copy_(self.decay * average + (1 - self.decay) * parameter.detach())
        buffers = dict(self.model.named_buffers())
        for name, buffer in self.module.named_buffers():
            buffer.copy_(buffers[name])

    @contextmanager
    def swap(self):
        pairs = [
            pair
            for kind in ("parameters", "buffers")
            for pair in zip(getattr(self.model, kind)(), getattr(self.module, kind)())
        ]
        own = [tensor.data for tensor, _ in pairs]
        for tensor, average in pairs:
            tensor.data = average.detach().clone()
        try:
            yield
        finally:
            for (tensor, _), data in zip(pairs, own):
                tensor.data = data
