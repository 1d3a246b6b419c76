"""The union is the sum of the areas, so the overlap was counted twice.

A box with itself comes out as 0.5.
Take the intersection away once: area1 + area2 − intersection.
"""
import torch


def box_iou(boxes1, boxes2):
    first = boxes1[:, None]
    sides = (torch.minimum(first[..., 2:], boxes2[:, 2:]) - torch.maximum(first[..., :2], boxes2[:, :2])).clamp(min=0)
    shared = sides.prod(-1)
    union = (first[..., 2:] - first[..., :2]).prod(-1) + (boxes2[:, 2:] - boxes2[:, :2]).prod(-1)  # <- here
    return shared / torch.where(union > 0, union, 1)
