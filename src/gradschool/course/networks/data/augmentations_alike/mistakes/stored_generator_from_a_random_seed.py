"""The stored generator got a random seed, and it is still copied.

The numbers are other ones in each *run*, but the workers of all its epochs begin with the same copy.
What matters is where the generator is made, not what its seed is, nor whether it is NumPy's or torch's.
"""
import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Jittered(Dataset):
    def __init__(self, values, spread=0.1):
        self.values, self.spread = values, spread
        self.random = np.random.default_rng(torch.initial_seed())  # <- here

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
