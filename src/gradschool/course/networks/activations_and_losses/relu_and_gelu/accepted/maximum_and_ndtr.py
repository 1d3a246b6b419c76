"""maximum, which gives half the gradient at 0, and the distribution function by its own name."""
import torch


def relu(input):
    return torch.maximum(input, torch.zeros_like(input))


def gelu(input, approximate="none"):
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh")
    x = input.double()
    if approximate == "none":
        return (x * torch.special.ndtr(x)).to(input.dtype)
    z = 0.7978845608028654 * x * (1 + 0.044715 * x * x)
    return (x * torch.sigmoid(2 * z)).to(input.dtype)
