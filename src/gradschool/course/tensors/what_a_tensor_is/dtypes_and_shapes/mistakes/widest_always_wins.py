"""The wider dtype was expected to win, with or without axes.

A tensor without axes counts like a Python number: within the same category it does not widen a tensor that has axes.
That is why `weights * loss_scale` keeps the dtype of the weights.
"""
import torch

answers = {
    "double_without_axes": torch.float64,  # <- here
}
