import torch


def outer(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """All products: (n,) and (m,) to (n, m)."""
    return a[:, None] * b


def tril_mask(n: int) -> torch.Tensor:
    """Bool (n, n), True where the column is at most the row."""
    places = torch.arange(n)
    return places[:, None] >= places


def cumsum(x: torch.Tensor) -> torch.Tensor:
    """Running totals, each with its own element: (n,) to (n,)."""
    return torch.where(tril_mask(len(x)), x, 0).sum(1)


def compress(values: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    """The kept values at the front, zeros behind: (n,) and bool (n,) to (n,)."""
    kept = values[keep]
    result = torch.zeros_like(values)
    result[: len(kept)] = kept
    return result


def repeat_rows(x: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
    """Row i repeated counts[i] times: (n, d) and (n,) to (counts.sum(), d)."""
    ends = cumsum(counts)
    places = torch.arange(int(counts.sum()))
    return x[(ends <= places[:, None]).sum(1)]


def bincount(labels: torch.Tensor, n: int) -> torch.Tensor:
    """How often each of 0 to n - 1 occurs: (k,) to int64 (n,)."""
    return (labels == torch.arange(n)[:, None]).sum(1)


def flip(x: torch.Tensor) -> torch.Tensor:
    """The rows in reverse order."""
    return x[torch.arange(len(x) - 1, -1, -1)]


def bucketize(values: torch.Tensor, edges: torch.Tensor) -> torch.Tensor:
    """How many ascending edges lie below each value: (k,) and (m,) to int64 (k,)."""
    return (edges < values[:, None]).sum(1)
