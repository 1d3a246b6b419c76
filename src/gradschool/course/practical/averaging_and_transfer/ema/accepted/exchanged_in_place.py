"""A swap that really exchanges the numbers of the two modules, as a class with `__enter__` and `__exit__`."""
import copy

import torch


class Exchange:
    def __init__(self, one, other):
        self.one, self.other = one, other

    @torch.no_grad()
    def __enter__(self):
        for each in ("parameters", "buffers"):
            for a, b in zip(getattr(self.one, each)(), getattr(self.other, each)(), strict=True):
                kept = a.clone()
                a.copy_(b)
                b.copy_(kept)
        return self.one

    def __exit__(self, *raised):
        self.__enter__()


class EMA:
    def __init__(self, model, decay=0.999):
        self.decay = decay
        self.pair = (model, copy.deepcopy(model))
        self.module = self.pair[1]
        for parameter in self.module.parameters():
            parameter.requires_grad = False

    def update(self):
        model, module = self.pair
        with torch.no_grad():
            for mine, theirs in zip(module.parameters(), model.parameters(), strict=True):
                mine.mul_(self.decay).add_(theirs, alpha=1 - self.decay)
            for mine, theirs in zip(module.buffers(), model.buffers(), strict=True):
                mine.copy_(theirs)

    def swap(self):
        return Exchange(*self.pair)
