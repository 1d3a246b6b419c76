"""Two Python loops run some thirty operators for each pair.

Each does next to nothing and costs a few microseconds; for 300 × 300 boxes there are about three million of them.
Give the corners an axis of their own for each set, `boxes1[:, None]` against `boxes2`, and broadcasting makes the pairs.
"""
import torch


def box_iou(boxes1, boxes2):
    result = boxes1.new_zeros(len(boxes1), len(boxes2))
    for i, a in enumerate(boxes1):
        for j, b in enumerate(boxes2):  # <- here
            width = (torch.minimum(a[2], b[2]) - torch.maximum(a[0], b[0])).clamp(min=0)
            height = (torch.minimum(a[3], b[3]) - torch.maximum(a[1], b[1])).clamp(min=0)
            shared = width * height
            union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
            if union > 0:
                result[i, j] = shared / union
    return result
