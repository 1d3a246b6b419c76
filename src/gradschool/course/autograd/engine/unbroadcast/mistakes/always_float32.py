"""The sum was made in float32 and stayed there.

A gradient has the dtype of its tensor. Name no dtype: `sum` keeps that of `grad`.
"""
import torch


def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(0, dtype=torch.float32)  # <- here
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis, keepdim=True, dtype=torch.float32)
    return grad
