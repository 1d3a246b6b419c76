"""Both axes at once as intervals: what they share is the sum of the lengths minus the length of the hull, if positive."""
import torch


def box_iou(boxes1: torch.Tensor, boxes2: torch.Tensor) -> torch.Tensor:
    a = boxes1.reshape(-1, 1, 2, 2)  # n, 1, start or end, axis
    b = boxes2.reshape(1, -1, 2, 2)
    length_a, length_b = a[:, :, 1] - a[:, :, 0], b[:, :, 1] - b[:, :, 0]
    hull = torch.maximum(a[:, :, 1], b[:, :, 1]) - torch.minimum(a[:, :, 0], b[:, :, 0])
    shared = (length_a + length_b - hull).clamp_min(0).prod(dim=2)
    union = length_a.prod(2) + length_b.prod(2) - shared
    positive = union > 0
    return torch.where(positive, shared, 0) / torch.where(positive, union, 1)
