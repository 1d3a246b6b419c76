"""Ask the sum itself, on a device that holds no numbers."""
import torch


def broadcast_shapes(*shapes):
    total = torch.empty((), device="meta")
    for shape in shapes:
        total = total + torch.empty(tuple(shape), device="meta")
    return total.shape
