"""The dataset pads every sequence to the longest one of all, so their lengths are lost.

A batch of short sequences is then as large as the largest, and `pad_collate` can no longer tell data from padding.
The dataset hands out what it was given; padding waits until it is known which sequences meet.
"""
import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    def __init__(self, sequences, labels):
        if len(sequences) != len(labels):
            raise ValueError("as many labels as sequences are needed")
        self.sequences = list(pad_sequence(sequences, batch_first=True))  # <- here
        self.labels = labels

    def __len__(self):
        return len(self.sequences)

    def __getitem__(self, index):
        return self.sequences[index], self.labels[index]


def pad_collate(batch, padding_value=0.0):
    sequences = [sequence for sequence, _ in batch]
    labels = torch.tensor([label for _, label in batch])
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = pad_sequence(sequences, batch_first=True, padding_value=padding_value)
    return padded, lengths, labels
