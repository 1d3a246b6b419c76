"""One-hot tables and matrix products: nothing is indexed at all."""
import torch


def gather_last(x, lengths):
    last = torch.arange(x.shape[1]) == lengths[:, None] - 1
    return torch.where(last[:, :, None], x, 0).sum(1).to(x.dtype)


def scatter_mean(src, index, dim_size):
    member = (torch.arange(dim_size)[:, None] == index).to(src.dtype)
    return member @ src / member.sum(1, keepdim=True).clamp(min=1)
