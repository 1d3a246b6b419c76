"""`zip` stops at the shorter of the two lists, and says nothing.

Sequences without a label, or labels without a sequence, are dropped, and nobody will miss them until the numbers don't add up.
Compare the lengths first and raise a `ValueError`, or let `zip(..., strict=True)` do it.
"""
import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    def __init__(self, sequences, labels):
        self.pairs = list(zip(sequences, labels))  # <- here

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, index):
        return self.pairs[index]


def pad_collate(batch, padding_value=0.0):
    sequences = [sequence for sequence, _ in batch]
    labels = torch.tensor([label for _, label in batch])
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = pad_sequence(sequences, batch_first=True, padding_value=padding_value)
    return padded, lengths, labels
