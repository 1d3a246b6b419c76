"""All sequences were cut to the length of the shortest.

They fit together, but the ends of all others are gone, and one short sequence empties a whole batch.
Fill the short ones up to the length of the longest.
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
    shortest = min(len(sequence) for sequence in sequences)
    padded = torch.stack([sequence[:shortest] for sequence in sequences])  # <- here
    return padded, lengths, labels
