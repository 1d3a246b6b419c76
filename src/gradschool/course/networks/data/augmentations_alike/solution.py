from collections.abc import Iterator

import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Jittered(Dataset):
    """Numbers with a little noise, another one each time.

    The noise comes from torch's global generator, which PyTorch seeds for each worker and each epoch.
    """

    def __init__(self, values: torch.Tensor, spread: float = 0.1) -> None:
        self.values, self.spread = values, spread

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> torch.Tensor:
        return self.values[index] + self.spread * torch.randn((), dtype=self.values.dtype)


class Numbers(IterableDataset):
    """The values of a list, one after the other; workers take turns."""

    def __init__(self, values: list) -> None:
        self.values = values

    def __iter__(self) -> Iterator:
        worker = get_worker_info()
        return iter(self.values if worker is None else self.values[worker.id :: worker.num_workers])
