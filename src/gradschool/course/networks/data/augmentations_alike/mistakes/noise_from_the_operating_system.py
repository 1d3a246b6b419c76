"""The noise comes from the operating system, and no seed reaches it.

It differs everywhere, as it should, but the run can't be repeated.
torch's global generator differs in each worker *and* starts again from the same `torch.manual_seed`.
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
        noise = torch.tensor(np.random.default_rng().standard_normal(), dtype=self.values.dtype)  # <- here
        return self.values[index] + self.spread * noise


class Numbers(IterableDataset):
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        worker = get_worker_info()
        if worker is None:
            return iter(self.values)
        return iter(self.values[worker.id :: worker.num_workers])
