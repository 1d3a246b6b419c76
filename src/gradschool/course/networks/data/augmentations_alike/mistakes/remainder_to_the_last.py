"""The remainder of the division all goes to the last worker.

Nothing is lost, but of 8 values and 3 workers it gets 4 while the others get 2, and the epoch lasts as long as its slowest worker.
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
        if worker is None:
            return iter(self.values)
        share = len(self.values) // worker.num_workers
        last = worker.id == worker.num_workers - 1
        return iter(self.values[worker.id * share : None if last else (worker.id + 1) * share])  # <- here
