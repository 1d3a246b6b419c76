import torch


def outer(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """All products: (n,) and (m,) to (n, m)."""
    raise NotImplementedError("your turn")


def tril_mask(n: int) -> torch.Tensor:
    """Bool (n, n), True where the column is at most the row."""
    raise NotImplementedError("your turn")


def cumsum(x: torch.Tensor) -> torch.Tensor:
    """Running totals, each with its own element: (n,) to (n,)."""
    raise NotImplementedError("your turn")


def compress(values: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    """The kept values at the front, zeros behind: (n,) and bool (n,) to (n,)."""
    raise NotImplementedError("your turn")


def repeat_rows(x: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
    """Row i repeated counts[i] times: (n, d) and (n,) to (counts.sum(), d)."""
    raise NotImplementedError("your turn")


def bincount(labels: torch.Tensor, n: int) -> torch.Tensor:
    """How often each of 0 to n - 1 occurs: (k,) to int64 (n,)."""
    raise NotImplementedError("your turn")


def flip(x: torch.Tensor) -> torch.Tensor:
    """The rows in reverse order."""
    raise NotImplementedError("your turn")


def bucketize(values: torch.Tensor, edges: torch.Tensor) -> torch.Tensor:
    """How many ascending edges lie below each value: (k,) and (m,) to int64 (k,)."""
    raise NotImplementedError("your turn")
