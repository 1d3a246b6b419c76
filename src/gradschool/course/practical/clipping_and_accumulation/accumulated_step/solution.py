from collections.abc import Callable, Iterable

import torch
from torch import nn


def accumulated_step(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    microbatches: Iterable[tuple[torch.Tensor, torch.Tensor]],
) -> float:
    """One step of the optimizer from a batch in pieces; returns the mean loss over all their rows.

    Args:
        loss_fn: of the model's output and `y`, the mean over the rows.
        microbatches: pairs `(x, y)`, whose first axis counts the rows. At least one, of any sizes.
    """
    pieces = list(microbatches)  # the inputs, not their graphs: the weights need the number of all rows
    rows = sum(len(y) for _, y in pieces)
    optimizer.zero_grad()
    total = 0.0
    for x, y in pieces:
        loss = loss_fn(model(x), y) * (len(y) / rows)
        loss.backward()  # here and not after the loop: it lets go of this piece's activations
        total = total + loss.detach()
    optimizer.step()
    return float(total)
