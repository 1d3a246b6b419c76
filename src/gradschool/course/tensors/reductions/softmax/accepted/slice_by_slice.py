"""A loop over the slices, put together with stack: slow, and right."""
import torch


def one(scores):
    weights = (scores - scores.max()).exp()
    return weights / weights.sum()


def softmax(input, dim):
    moved = input.movedim(dim, -1)
    rows = moved.reshape(-1, moved.shape[-1])
    if rows.shape[0] == 0:
        return input.clone()
    return torch.stack([one(row) for row in rows]).reshape(moved.shape).movedim(-1, dim)
