import torch


def ste_round(x: torch.Tensor) -> torch.Tensor:
    """`torch.round(x)`, with the gradient of the identity (Bengio, Léonard & Courville 2013).

    To autograd the bracket is a constant, so only `x` itself carries a gradient.
    The sum is exact: rounding moves a float by at most a half, and that difference has no more digits than `x`.
    """
    return x + (x.round() - x).detach()
