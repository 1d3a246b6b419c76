import math

import torch

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}


@torch.no_grad()
def kaiming_normal_(
    tensor: torch.Tensor,
    mode: str = "fan_in",
    nonlinearity: str = "relu",
    generator: torch.Generator | None = None,
) -> torch.Tensor:
    """Fill a weight `(out, in, …)` in place with normal numbers of standard deviation gain / √fan.

    He et al. 2015, "Delving Deep into Rectifiers".

    Raises:
        ValueError: fewer than two axes, or a mode or nonlinearity that has no rule.
    """
    if tensor.dim() < 2:
        raise ValueError(f"a tensor of shape {tuple(tensor.shape)} has no fan: two axes are needed, (out, in)")
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode {mode!r}: choose fan_in or fan_out")
    if nonlinearity not in GAINS:
        raise ValueError(f"nonlinearity {nonlinearity!r}: choose one of {', '.join(GAINS)}")
    outputs, inputs, *window = tensor.shape
    fan = (inputs if mode == "fan_in" else outputs) * math.prod(window)
    return tensor.normal_(0, GAINS[nonlinearity] / math.sqrt(fan), generator=generator)
