"""A small integer dtype was expected to give a small float.

There is no link between the width of the integers and the width of the float: int8 times 0.5 is float32, the default.
float16 appears only if one of the operands is float16.
"""
import torch

answers = {
    "half_of_small_integers": torch.float16,  # <- here
}
