"""Every worker still walks through all of `Numbers`.

An iterable dataset has no index that PyTorch could share out, so with two workers each value comes twice.
`get_worker_info()` says which worker this is, and how many there are; ask it in `__iter__`, for the constructor runs in the main process, where the answer is `None`.
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
        return iter(self.values)  # <- here
