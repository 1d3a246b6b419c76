"""The lengths were counted in the padded batch, as the entries that are not `padding_value`.

That value may occur inside a sequence, where it is data, and then the sequence seems shorter than it is.
Take the lengths before you pad: `len(sequence)`.
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
    labels = torch.tensor([label for _, label in batch])
    padded = pad_sequence(sequences, batch_first=True, padding_value=padding_value)
    lengths = (padded != padding_value).sum(1)  # <- here
    return padded, lengths, labels
