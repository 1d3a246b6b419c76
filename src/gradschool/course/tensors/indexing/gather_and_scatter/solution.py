import torch


def gather_last(x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """The last valid step of each sequence: (batch, time, features) and (batch,) to (batch, features).

    The two index tensors go in step: each row of the batch picks its own place in time.
    """
    return x[torch.arange(x.shape[0], device=x.device), lengths - 1]


def scatter_mean(src: torch.Tensor, index: torch.Tensor, dim_size: int) -> torch.Tensor:
    """The mean of the rows of each group: (rows, features) and (rows,) to (dim_size, features); 0 if it is empty."""
    sums = src.new_zeros(dim_size, src.shape[1]).index_add_(0, index, src)
    counts = torch.bincount(index, minlength=dim_size).clamp(min=1)
    return sums / counts[:, None]
