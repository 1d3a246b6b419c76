"""`gather` with an expanded index, and `index_put` that accumulates."""
import torch


def gather_last(x, lengths):
    index = (lengths - 1).to(torch.int64).view(-1, 1, 1).expand(-1, 1, x.size(-1))
    return x.gather(1, index)[:, 0]


def scatter_mean(src, index, dim_size):
    sums = torch.zeros(dim_size, src.size(1), dtype=src.dtype).index_put((index.long(),), src, accumulate=True)
    counts = torch.zeros(dim_size, 1, dtype=src.dtype)
    counts = counts.index_add(0, index, torch.ones(len(index), 1, dtype=src.dtype))
    return torch.where(counts > 0, sums / counts.clamp(min=1), 0)
