"""The maximum was taken without `keepdim`, so it meets the wrong axis.

`(rows, scores) - (rows,)` puts the maxima along the scores: it raises, or, in a square table, runs and is wrong.
`amax(dim, keepdim=True)` leaves a 1 that stretches back over the slice.
"""
import torch


def logsumexp(input, dim, keepdim=False):
    largest = input.amax(dim)  # <- here
    shift = torch.where(largest.isinf(), 0, largest)
    result = (input - shift).exp().sum(dim, keepdim=True).log() + shift
    return result if keepdim else result.squeeze(dim)
