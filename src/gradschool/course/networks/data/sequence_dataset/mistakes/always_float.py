"""The batch is float whatever the sequences were.

Token ids became floats, and the embedding will refuse them ("expected indices to have Long or Int").
Make the padded tensor in the dtype of the sequences: `sequences[0].new_full(...)`, or `pad_sequence`.
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
    padded = torch.full((len(sequences), longest, *sequences[0].shape[1:]), float(padding_value))  # <- here
    for row, sequence in enumerate(sequences):
        padded[row, : len(sequence)] = sequence
    return padded, lengths, labels
