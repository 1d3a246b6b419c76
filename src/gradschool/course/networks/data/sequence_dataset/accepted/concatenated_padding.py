"""Each sequence gets its padding by cat; labels are tensors in the dataset; a list of three is returned."""
import torch
from torch.utils.data import Dataset


class SequenceDataset(Dataset):
    def __init__(self, sequences, labels):
        super().__init__()
        if len(labels) != len(sequences):
            raise ValueError
        self.sequences, self.labels = tuple(sequences), torch.as_tensor(labels)

    def __len__(self):
        return self.labels.numel()

    def __getitem__(self, index):
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self.sequences[index], self.labels[index]


def pad_collate(batch, padding_value=0.0):
    time = max(len(sequence) for sequence, _ in batch)
    rows = []
    for sequence, _ in batch:
        missing = sequence.new_full((time - len(sequence), *sequence.shape[1:]), padding_value)
        rows.append(torch.cat([sequence, missing]))
    lengths = torch.tensor([len(sequence) for sequence, _ in batch])
    return [torch.stack(rows), lengths, torch.as_tensor([int(label) for _, label in batch])]
