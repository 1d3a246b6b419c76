"""A full tensor and slices; the dataset keeps pairs, zipped strictly (a ValueError by itself)."""
import torch
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    def __init__(self, sequences, labels):
        self.pairs = list(zip(sequences, labels, strict=True))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return self.pairs[index]


def pad_collate(batch, padding_value=0.0):
    lengths = torch.tensor([sequence.shape[0] for sequence, _ in batch], dtype=torch.int64)
    first = batch[0][0]
    padded = first.new_full((len(batch), int(lengths.max()), *first.shape[1:]), padding_value)
    for row, (sequence, _) in zip(padded, batch):
        row[: len(sequence)] = sequence
    return padded, lengths, torch.tensor([label for _, label in batch], dtype=torch.int64)
