"""An in-place sum was expected to change the dtype.

In place means in the same memory, whose elements are read as int64: a float does not fit, and PyTorch says so instead of cutting it off.
`counts = counts + 0.5` is a new tensor, and float32.
"""
import torch

answers = {
    "float_into_integers": torch.float32,  # <- here
}
