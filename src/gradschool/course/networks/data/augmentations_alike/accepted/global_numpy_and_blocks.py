"""NumPy's global generator, which is seeded in each worker, and a block of the list for each."""
import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Jittered(Dataset):
    def __init__(self, values: torch.Tensor, spread: float = 0.1) -> None:
        self.values, self.spread = values, spread

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> torch.Tensor:
        noise = np.random.standard_normal()
        return self.values[index] + self.spread * torch.as_tensor(noise, dtype=self.values.dtype)


class Numbers(IterableDataset):
    def __init__(self, values: list) -> None:
        self.values = values

    def __iter__(self):
        info = get_worker_info()
        if info is None:
            return iter(self.values)
        count = len(self.values)
        first = count * info.id // info.num_workers
        last = count * (info.id + 1) // info.num_workers
        return iter(self.values[first:last])
