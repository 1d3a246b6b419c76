"""The union was 0, and 0 / 0 is NaN.

Two boxes without an area have no union: a detector that predicts such a box in its first step makes every later sum NaN.
Divide by something else there: `torch.where(union > 0, union, 1)`.
"""
import torch


def box_iou(boxes1, boxes2):
    first = boxes1[:, None]
    sides = (torch.minimum(first[..., 2:], boxes2[:, 2:]) - torch.maximum(first[..., :2], boxes2[:, :2])).clamp(min=0)
    shared = sides.prod(-1)
    union = (first[..., 2:] - first[..., :2]).prod(-1) + (boxes2[:, 2:] - boxes2[:, :2]).prod(-1) - shared
    return shared / union  # <- here
