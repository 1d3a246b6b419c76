"""Halves were computed in float32 and not cast back.

Working in float32 is a good idea for float16 and bfloat16; returning it is not, because everything after the softmax then doubles in size.
Finish with `.to(input.dtype)`.
"""
import torch


def softmax(input, dim):
    scores = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input  # <- here
    exponentials = torch.exp(scores - scores.amax(dim, keepdim=True))
    return exponentials / exponentials.sum(dim, keepdim=True)
