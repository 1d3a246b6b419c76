import torch


def logsumexp(input: torch.Tensor, dim: int, keepdim: bool = False) -> torch.Tensor:
    """The logarithm of the sum of the exponentials along `dim`, finite for finite scores of any size.

    Each slice is shifted by its own maximum, so that the largest exponent is 0. An infinite maximum is no shift:
    `inf - inf` would be NaN. The shift cancels in the gradient, so it is kept off the tape.
    """
    largest = input.detach().amax(dim, keepdim=True)
    shift = torch.where(largest.isinf(), 0, largest)
    result = (input - shift).exp().sum(dim, keepdim=True).log() + shift
    return result if keepdim else result.squeeze(dim)
