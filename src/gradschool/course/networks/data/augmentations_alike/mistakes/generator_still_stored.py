"""The generator is still stored on the dataset.

Each worker, in each epoch, gets a copy of the dataset as it is in the main process, generator included, and nobody draws there: so all begin with the same numbers.
PyTorch's global generator is started differently in each worker and each epoch; draw from that.
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
        worker = get_worker_info()
        if worker is None:
            return iter(self.values)
        return iter(self.values[worker.id :: worker.num_workers])
