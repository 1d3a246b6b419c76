"""Both faults are still there: a generator is stored on `Jittered`, and every worker walks through all of `Numbers`.

Each worker, in each epoch, begins with a new copy of the dataset as it is in the main process, so what is stored in it never gets any further.
Draw from torch's global generator, and share the list out by `get_worker_info()`.
"""
import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Jittered(Dataset):
    def __init__(self, values, spread=0.1):
        self.values, self.spread = values, spread
        self.random = np.random.default_rng(0)  # <- here

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        noise = torch.tensor(self.random.standard_normal(), dtype=self.values.dtype)
        return self.values[index] + self.spread * noise


class Numbers(IterableDataset):
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        return iter(self.values)  # <- here
