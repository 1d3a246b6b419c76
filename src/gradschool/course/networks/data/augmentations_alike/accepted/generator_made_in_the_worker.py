"""A generator of its own after all, made where it is used, from a seed that the worker was given."""
import torch
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Jittered(Dataset):
    def __init__(self, values, spread=0.1):
        self.values, self.spread = values, spread
        self.made_for = None

    def __len__(self):
        return len(self.values)

    def __getitem__(self, index):
        worker = get_worker_info()
        where = None if worker is None else (worker.id, worker.seed)
        if self.made_for is None or self.made_for[0] != where:
            seed = torch.initial_seed() if worker is None else worker.seed
            self.made_for = (where, torch.Generator().manual_seed(seed))
        noise = torch.empty((), dtype=self.values.dtype).normal_(generator=self.made_for[1])
        return torch.add(self.values[index], noise, alpha=self.spread)


class Numbers(IterableDataset):
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        worker = get_worker_info()
        number, workers = (0, 1) if worker is None else (worker.id, worker.num_workers)
        for index, value in enumerate(self.values):
            if index % workers == number:
                yield value
