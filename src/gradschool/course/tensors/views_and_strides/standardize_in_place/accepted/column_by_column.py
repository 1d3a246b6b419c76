"""One column at a time: a copy of a column is an eighth of the table, so even its statistics are found in place."""
import torch


def standardize_(x, eps=1e-5):
    for column in x.unbind(1):
        column -= column.mean()
        column /= (torch.linalg.vector_norm(column) ** 2 / len(column) + eps).sqrt()
    return x
