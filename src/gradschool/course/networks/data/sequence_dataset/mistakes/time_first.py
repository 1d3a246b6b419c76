"""The batch came out as `(time, batch)`: `pad_sequence` puts time first unless you say otherwise.

Where batch and time are of the same size no shape will tell, and every later layer mixes the words of different sentences.
Pass `batch_first=True`.
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
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    padded = pad_sequence(sequences, padding_value=padding_value)  # <- here
    return padded, lengths, labels
