"""No axis was inserted, so that box 1 meets box 1 and box 2 meets box 2, and no others.

(n, 4) against (m, 4) either does not broadcast, or pairs the boxes row by row.
`boxes1[:, None]` has the shape (n, 1, 4), and against (m, 4) that gives every pair.
"""
import torch


def box_iou(boxes1, boxes2):
    sides = (torch.minimum(boxes1[:, 2:], boxes2[:, 2:]) - torch.maximum(boxes1[:, :2], boxes2[:, :2])).clamp(min=0)  # <- here
    shared = sides.prod(-1)
    union = (boxes1[:, 2:] - boxes1[:, :2]).prod(-1) + (boxes2[:, 2:] - boxes2[:, :2]).prod(-1) - shared
    return shared / torch.where(union > 0, union, 1)
