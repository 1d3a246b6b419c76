import torch


def area(boxes: torch.Tensor) -> torch.Tensor:
    """(..., 4) to (...)."""
    return (boxes[..., 2:] - boxes[..., :2]).prod(-1)


def box_iou(boxes1: torch.Tensor, boxes2: torch.Tensor) -> torch.Tensor:
    """Intersection over union of every pair: (n, 4) and (m, 4) to (n, m). Two boxes without an area give 0."""
    first = boxes1[:, None]  # (n, 1, 4) against (m, 4): every pair
    upper_left = torch.maximum(first[..., :2], boxes2[..., :2])
    lower_right = torch.minimum(first[..., 2:], boxes2[..., 2:])
    # Boxes that are apart in both directions have two negative sides, and the product of those is positive.
    intersection = (lower_right - upper_left).clamp(min=0).prod(-1)
    union = area(first) + area(boxes2) - intersection
    # Guarded before the division: a NaN that is chosen away afterwards comes back in the gradient.
    return intersection / torch.where(union > 0, union, torch.ones_like(union))
