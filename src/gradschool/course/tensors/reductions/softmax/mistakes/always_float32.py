"""The result is float32, whatever came in.

Half precision in, half precision out: otherwise everything after the softmax doubles in size, and float64 loses half of its digits.
Compute in float32 if you like, but only for halves, and cast back: `.to(input.dtype)`.
"""
import torch


def softmax(input, dim):
    scores = input.float()  # <- here
    exponentials = torch.exp(scores - scores.amax(dim, keepdim=True))
    return exponentials / exponentials.sum(dim, keepdim=True)
