"""A new generator is made for each item, from the seed of the worker.

Then all items of a worker get the same noise.
Make the generator once in each worker, or draw from the global one, which is there already.
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
        random = torch.Generator().manual_seed(torch.initial_seed())  # <- here
        noise = torch.empty((), dtype=self.values.dtype).normal_(generator=random)
        return self.values[index] + self.spread * noise


class Numbers(IterableDataset):
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        worker = get_worker_info()
        if worker is None:
            return iter(self.values)
        return iter(self.values[worker.id :: worker.num_workers])
