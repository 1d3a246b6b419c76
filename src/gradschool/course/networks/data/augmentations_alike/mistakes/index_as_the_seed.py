"""The index is the seed.

Each item has a noise of its own, the same one in every epoch: that is no augmentation, but other data.
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
        random = torch.Generator().manual_seed(index)  # <- here
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
