import math

import torch


def relu(input: torch.Tensor) -> torch.Tensor:
    """`input` where it is positive, 0 where it is negative.

    A selection: a product with a mask would make NaN of -inf. NaN is not `<= 0`, so it stays.
    """
    return input.masked_fill(input <= 0, 0)


def gelu(input: torch.Tensor, approximate: str = "none") -> torch.Tensor:
    """`input` times the normal distribution function of `input`, exactly ("none") or by the tanh formula ("tanh").

    Hendrycks & Gimpel 2016, "Gaussian Error Linear Units". Halves are computed in float32: 41³ overflows.
    """
    x = input.float() if input.dtype in (torch.float16, torch.bfloat16) else input
    if approximate == "none":
        doubled = torch.erfc(-x / math.sqrt(2))  # 1 + erf(z) = erfc(-z), which keeps its digits far to the left
    elif approximate == "tanh":
        doubled = 1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))
    else:
        raise ValueError(f"approximate must be 'none' or 'tanh', not {approximate!r}")
    return (x * doubled / 2).to(input.dtype)
