"""The scores were clamped instead of shifted.

Cutting off at 80 avoids the overflow and changes the answer: 1000 and 1001 both become 80, and get the same probability.
Subtracting the maximum keeps every difference between two scores.
"""
import torch


def softmax(input, dim):
    exponentials = torch.exp(input.clamp(-80, 80))  # <- here
    return exponentials / exponentials.sum(dim, keepdim=True)
