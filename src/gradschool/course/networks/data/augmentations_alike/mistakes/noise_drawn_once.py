"""The noise was drawn once, in the constructor.

It differs from item to item and is the same in every epoch; the constructor runs once, in the main process.
"""
import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Jittered(Dataset):
    def __init__(self, values, spread=0.1):
        self.values, self.spread = values, spread
        self.noise = torch.randn(len(values), dtype=values.dtype)  # <- here

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        noise = self.noise[index]
        return self.values[index] + self.spread * noise


class Numbers(IterableDataset):
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        worker = get_worker_info()
        if worker is None:
            return iter(self.values)
        return iter(self.values[worker.id :: worker.num_workers])
