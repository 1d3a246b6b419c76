from collections.abc import Callable

import torch


def beam_search(
    step_fn: Callable[[torch.Tensor], torch.Tensor],
    bos: int,
    eos: int,
    beam_size: int,
    max_len: int,
    length_penalty: float,
) -> tuple[list[int], float]:
    """The best sequence found with `beam_size` prefixes at a time, without `bos`, and its score."""
    raise NotImplementedError("your turn")
