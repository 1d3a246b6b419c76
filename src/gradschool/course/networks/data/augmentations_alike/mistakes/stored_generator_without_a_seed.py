"""The stored generator is seeded from the operating system: nobody can repeat the run, and the workers still get copies.

A copy of a random generator is a copy.
Draw from torch's global generator, which is started differently in each worker and can be started again.
"""
import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Jittered(Dataset):
    def __init__(self, values, spread=0.1):
        self.values, self.spread = values, spread
        self.random = np.random.default_rng()  # <- here

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        noise = torch.tensor(self.random.standard_normal(), dtype=self.values.dtype)
        return self.values[index] + self.spread * noise


class Numbers(IterableDataset):
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        worker = get_worker_info()
        if worker is None:
            return iter(self.values)
        return iter(self.values[worker.id :: worker.num_workers])
