"""`floor` went down where `round` goes to the nearest.

0.7 becomes 0, and every value is too small by a half on average.
"""
import torch


def ste_round(x):
    return x + (x.floor() - x).detach()  # <- here
