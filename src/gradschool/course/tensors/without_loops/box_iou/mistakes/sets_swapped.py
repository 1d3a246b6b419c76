"""The result is (m, n): rows and columns are the wrong way round.

The axis that you insert says where a set's boxes will *not* lie: `boxes1[:, None]` puts them along the rows.
"""
import torch


def box_iou(boxes1, boxes2):
    first, second = boxes1[None], boxes2[:, None]  # <- here
    sides = (torch.minimum(first[..., 2:], second[..., 2:]) - torch.maximum(first[..., :2], second[..., :2])).clamp(min=0)
    shared = sides.prod(-1)
    union = (first[..., 2:] - first[..., :2]).prod(-1) + (second[..., 2:] - second[..., :2]).prod(-1) - shared
    return shared / torch.where(union > 0, union, 1)
