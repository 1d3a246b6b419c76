import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    """Pairs of a sequence, `(time,)` or `(time, features)`, and its label."""

    def __init__(self, sequences: list[torch.Tensor], labels: list[int]) -> None:
        if len(sequences) != len(labels):
            raise ValueError(f"{len(sequences)} sequences, but {len(labels)} labels")
        self.sequences, self.labels = sequences, labels

    def __len__(self) -> int:
        return len(self.sequences)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        return self.sequences[index], self.labels[index]


def pad_collate(
    batch: list[tuple[torch.Tensor, int]], padding_value: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The padded sequences, `(batch, time, ...)`, their lengths and their labels, both `(batch,)` and int64."""
    sequences, labels = zip(*batch, strict=True)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = pad_sequence(list(sequences), batch_first=True, padding_value=padding_value)
    return padded, lengths, torch.tensor(labels)
