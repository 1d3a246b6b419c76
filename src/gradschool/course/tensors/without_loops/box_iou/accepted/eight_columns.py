"""Eight columns by name, unbound and broadcast one by one; the division is masked afterwards."""
import torch


def box_iou(boxes1, boxes2):
    ax, ay, aX, aY = boxes1.unsqueeze(1).unbind(-1)
    bx, by, bX, bY = boxes2.unsqueeze(0).unbind(-1)
    width = torch.relu(torch.min(aX, bX) - torch.max(ax, bx))
    height = torch.relu(torch.min(aY, bY) - torch.max(ay, by))
    shared = width * height
    union = (aX - ax) * (aY - ay) + (bX - bx) * (bY - by) - shared
    return (shared / union).masked_fill(union <= 0, 0.0)
