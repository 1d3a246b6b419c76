"""float32 was expected to stay float32 next to a float64 tensor.

As soon as the float64 operand has an axis, even of length 1, the wider one wins.
Convert where data enters: `.float()`.
"""
import torch

answers = {
    "double_with_an_axis": torch.float32,  # <- here
}
