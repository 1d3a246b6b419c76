"""Nothing was rounded.

The identity belongs to the backward only; forward the values must be integers.
"""
import torch


def ste_round(x):
    return x + (x - x.round()).detach() * 0  # <- here
