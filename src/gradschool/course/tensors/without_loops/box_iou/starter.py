import torch


def overlap(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The IoU of one box with one other: two tensors of `x1, y1, x2, y2`."""
    width = (torch.minimum(a[2], b[2]) - torch.maximum(a[0], b[0])).clamp(min=0)
    height = (torch.minimum(a[3], b[3]) - torch.maximum(a[1], b[1])).clamp(min=0)
    intersection = width * height
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - intersection
    return intersection / union if union > 0 else intersection


def box_iou(boxes1: torch.Tensor, boxes2: torch.Tensor) -> torch.Tensor:
    """Intersection over union of every pair: (n, 4) and (m, 4) to (n, m)."""
    if len(boxes1) == 0 or len(boxes2) == 0:
        return boxes1.new_zeros(len(boxes1), len(boxes2))
    rows = [torch.stack([overlap(a, b) for b in boxes2]) for a in boxes1]
    return torch.stack(rows)
