import torch
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    """Pairs of a sequence, `(time,)` or `(time, features)`, and its label."""

    def __init__(self, sequences: list[torch.Tensor], labels: list[int]) -> None:
        self.sequences, self.labels = sequences, labels

    def __len__(self) -> int:
        raise NotImplementedError("your turn")

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        raise NotImplementedError("your turn")


def pad_collate(
    batch: list[tuple[torch.Tensor, int]], padding_value: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The padded sequences, `(batch, time, ...)`, their lengths and their labels, both `(batch,)` and int64."""
    raise NotImplementedError("your turn")
