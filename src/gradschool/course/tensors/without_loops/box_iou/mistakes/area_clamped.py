"""The *area* was clamped at 0, not the sides.

Two negative sides have a positive product: boxes that lie across a corner from each other have nothing in common, and pass.
Clamp width and height, then multiply.
"""
import torch


def box_iou(boxes1, boxes2):
    first = boxes1[:, None]
    sides = torch.minimum(first[..., 2:], boxes2[:, 2:]) - torch.maximum(first[..., :2], boxes2[:, :2])
    shared = sides.prod(-1).clamp(min=0)  # <- here
    union = (first[..., 2:] - first[..., :2]).prod(-1) + (boxes2[:, 2:] - boxes2[:, :2]).prod(-1) - shared
    return shared / torch.where(union > 0, union, 1)
