"""An in-place sum was expected to round the float away.

Python lists and NumPy differ here; PyTorch refuses to lose the fraction silently.
"""
import torch

answers = {
    "float_into_integers": torch.int64,  # <- here
}
