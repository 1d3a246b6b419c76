"""The lengths and the labels are plain lists.

A loss wants a tensor, and a mask such as `torch.arange(time) < lengths[:, None]` needs one to broadcast.
Wrap both in `torch.tensor(...)`.
"""
import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    def __init__(self, sequences, labels):
        if len(sequences) != len(labels):
            raise ValueError("as many labels as sequences are needed")
        self.sequences = sequences
        self.labels = labels

    def __len__(self):
        return len(self.sequences)

    def __getitem__(self, index):
        return self.sequences[index], self.labels[index]


def pad_collate(batch, padding_value=0.0):
    sequences = [sequence for sequence, _ in batch]
    labels = [label for _, label in batch]  # <- here
    lengths = [len(sequence) for sequence in sequences]  # <- here
    padded = pad_sequence(sequences, batch_first=True, padding_value=padding_value)
    return padded, lengths, labels
