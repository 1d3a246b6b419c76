"""A constant was added to the union to keep it from 0, and it changes every other answer.

For boxes measured in thousandths, 1e-6 is as large as the union itself.
Treat the pairs that have no union by themselves: `torch.where(union > 0, union, 1)`.
"""
import torch


def box_iou(boxes1, boxes2):
    first = boxes1[:, None]
    sides = (torch.minimum(first[..., 2:], boxes2[:, 2:]) - torch.maximum(first[..., :2], boxes2[:, :2])).clamp(min=0)
    shared = sides.prod(-1)
    union = (first[..., 2:] - first[..., :2]).prod(-1) + (boxes2[:, 2:] - boxes2[:, :2]).prod(-1) - shared
    return shared / (union + 1e-6)  # <- here
