"""The sides of the intersection were not clamped at 0.

A negative side says that the boxes do not meet; two negative sides multiply to a *positive* area, so boxes across a corner "overlap".
`clamp(min=0)` each side before the product.
"""
import torch


def box_iou(boxes1, boxes2):
    first = boxes1[:, None]
    sides = torch.minimum(first[..., 2:], boxes2[:, 2:]) - torch.maximum(first[..., :2], boxes2[:, :2])  # <- here
    shared = sides.prod(-1)
    union = (first[..., 2:] - first[..., :2]).prod(-1) + (boxes2[:, 2:] - boxes2[:, :2]).prod(-1) - shared
    return shared / torch.where(union > 0, union, 1)
