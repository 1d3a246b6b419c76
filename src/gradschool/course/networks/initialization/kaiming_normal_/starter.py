import torch


def kaiming_normal_(
    tensor: torch.Tensor,
    mode: str = "fan_in",
    nonlinearity: str = "relu",
    generator: torch.Generator | None = None,
) -> torch.Tensor:
    """Fill a weight `(out, in, …)` in place with normal numbers of standard deviation gain / √fan."""
    raise NotImplementedError("your turn")
