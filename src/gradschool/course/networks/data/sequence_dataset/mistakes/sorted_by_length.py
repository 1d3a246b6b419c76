"""The batch was sorted by length, and the caller was not told.

Sequences and labels still belong together, but whoever keeps anything else in the order of the batch (the indices, the texts, the weights of the examples) now pairs it wrongly.
Return the examples in the order in which they came; `pack_padded_sequence(..., enforce_sorted=False)` needs no sorting either.
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
    batch = sorted(batch, key=lambda pair: len(pair[0]), reverse=True)  # <- here
    sequences = [sequence for sequence, _ in batch]
    labels = torch.tensor([label for _, label in batch])
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = pad_sequence(sequences, batch_first=True, padding_value=padding_value)
    return padded, lengths, labels
