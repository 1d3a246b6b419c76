"""Multiplying integers by a float was expected to give integers.

A Python float is of a higher category than any integer dtype, so the result is a float tensor, of the default dtype float32.
Only integer with integer stays integer.
"""
import torch

answers = {
    "half_of_small_integers": torch.int8,  # <- here
}
