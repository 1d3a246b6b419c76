"""The noise is float32, so half-precision values come back as float32.

Two tensors without axes are added in the wider of their dtypes.
Draw the noise in the dtype of the values.
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
        noise = torch.randn(())  # <- here
        return self.values[index] + self.spread * noise


class Numbers(IterableDataset):
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        worker = get_worker_info()
        if worker is None:
            return iter(self.values)
        return iter(self.values[worker.id :: worker.num_workers])
