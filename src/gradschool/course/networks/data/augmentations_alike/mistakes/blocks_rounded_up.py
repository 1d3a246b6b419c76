"""The blocks were rounded up, so that the last workers get little or nothing.

Of 8 values and 3 workers they get 3, 3 and 2, but of 10 and 4 it would be 3, 3, 3 and 1.
Taking turns, `values[worker.id :: worker.num_workers]`, is fair for every length.
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
        share = -(-len(self.values) // worker.num_workers)  # <- here
        return iter(self.values[worker.id * share : (worker.id + 1) * share])
