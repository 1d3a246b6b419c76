"""The result is float32, whatever came in.

Halves were to come back as halves, and float64 lost half of its digits.
Cast back at the end, `.to(input.dtype)`, and widen only what is narrower than float32.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    scores = input.float()  # <- here
    largest = scores.amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    result = (scores - shift).exp().sum(dim, keepdim=True).log() + shift
    return result if keepdim else result.squeeze(dim)
