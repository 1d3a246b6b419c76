from collections.abc import Iterator

import numpy as np
import torch
from torch.utils.data import Dataset, IterableDataset


class Jittered(Dataset):
    """Numbers with a little noise, another one each time."""

    def __init__(self, values: torch.Tensor, spread: float = 0.1) -> None:
        self.values, self.spread = values, spread
        self.random = np.random.default_rng(0)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int) -> torch.Tensor:
        noise = torch.tensor(self.random.standard_normal(), dtype=self.values.dtype)
        return self.values[index] + self.spread * noise


class Numbers(IterableDataset):
    """The values of a list, one after the other."""

    def __init__(self, values: list) -> None:
        self.values = values

    def __iter__(self) -> Iterator:
        return iter(self.values)
