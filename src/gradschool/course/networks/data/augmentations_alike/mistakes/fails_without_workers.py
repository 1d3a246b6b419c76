"""Without workers `get_worker_info()` is `None`, and `None` has no `id`.

With `num_workers=0` the main process reads everything itself: that is a case of its own.
"""
import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Jittered(Dataset):
    def __init__(self, values, spread=0.1):
        self.values, self.spread = values, spread

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        noise = torch.randn((), dtype=self.values.dtype)
        return self.values[index] + self.spread * noise


class Numbers(IterableDataset):
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        worker = get_worker_info()
        return iter(self.values[worker.id :: worker.num_workers])  # <- here
