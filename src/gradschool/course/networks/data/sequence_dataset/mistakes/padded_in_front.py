"""The padding stands in front of the data.

Some decoders want that, but what is asked for here is data first: position 0 is the first element, and the lengths say where each sequence ends.
Fill in behind: `padded[row, :len(sequence)] = sequence`.
"""
import torch
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
    labels = torch.tensor([label for _, label in batch])
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    longest = max(len(sequence) for sequence in sequences)
    padded = sequences[0].new_full((len(sequences), longest, *sequences[0].shape[1:]), padding_value)
    for row, sequence in enumerate(sequences):
        padded[row, longest - len(sequence) :] = sequence  # <- here
    return padded, lengths, labels
