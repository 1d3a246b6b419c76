import torch


def masked_mean(input: torch.Tensor, mask: torch.Tensor, dim: int | None = None, keepdim: bool = False) -> torch.Tensor:
    """The mean of the elements of `input` where `mask`, broadcast to its shape, is True; 0 where it is True nowhere.

    Chosen with `where`, because NaN times 0 is NaN; halves are added up in float32, where the sum has room.
    """
    mask = mask.expand_as(input)
    wide = torch.promote_types(input.dtype, torch.float32)
    total = torch.where(mask, input, 0).sum(dim, keepdim=keepdim, dtype=wide)
    count = mask.sum(dim, keepdim=keepdim).clamp(min=1)
    return (total / count).to(input.dtype)
