"""The numbers are right, and they are cut off from the graph.

A gradient may itself be differentiated (`create_graph=True`), so the way back must be recorded too: no `detach`, no `no_grad`.
"""
import torch


@torch.no_grad()  # <- here
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis, keepdim=True)
    return grad
