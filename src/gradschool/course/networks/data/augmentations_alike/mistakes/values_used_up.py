"""The iterator was made once, and is used up after the first epoch.

`__iter__` is called at the beginning of each epoch and must give a new one.
"""
import itertools

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
        self.values = iter(values)  # <- here

    def __iter__(self):
        worker = get_worker_info()
        number, workers = (0, 1) if worker is None else (worker.id, worker.num_workers)
        return itertools.islice(self.values, number, None, workers)
