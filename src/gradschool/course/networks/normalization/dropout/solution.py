import torch
from torch import nn


class Dropout(nn.Module):
    """In training, sets each element to 0 with probability `p` and scales the rest by 1 / (1 - p).

    Srivastava et al. 2014, in the inverted form: the scaling is done in training, so that eval has nothing to do.
    """

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(f"p is a probability, from 0 to 1, not {p}")
        self.p = p

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        if not self.training or self.p == 0:
            return input
        scale = 0.0 if self.p == 1 else 1 / (1 - self.p)  # with p = 1 nothing survives, and nothing is divided by 0
        kept = torch.rand(input.shape, device=input.device) >= self.p
        return input * kept * scale

    def extra_repr(self) -> str:
        return f"p={self.p}"
