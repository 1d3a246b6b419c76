"""The list was cut into equal blocks, and the remainder belongs to nobody.

`len(values) // num_workers` is rounded down: of 3 values and 2 workers, one is never seen.
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
        share = len(self.values) // worker.num_workers  # <- here
        return iter(self.values[worker.id * share : (worker.id + 1) * share])
