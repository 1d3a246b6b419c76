import math

from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


def warmup_cosine(step: int, warmup_steps: int, max_steps: int, max_lr: float, min_lr: float = 0.0) -> float:
    """The learning rate of a step: a linear warmup to `max_lr`, half a cosine down to `min_lr`, then `min_lr`.

    The warmup is that of Goyal et al. 2017, "Accurate, Large Minibatch SGD"; the cosine that of Loshchilov & Hutter
    2017, "SGDR", without restarts. The peak is at step `warmup_steps`, and `min_lr` holds from `max_steps` on.
    """
    if step >= max_steps:
        return min_lr
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    progress = (step - warmup_steps) / (max_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * (1 + math.cos(math.pi * progress)) / 2


class WarmupCosineLR(LRScheduler):
    """`warmup_cosine` for each group of an optimizer, from the group's base rate down to `end_factor` times it."""

    def __init__(
        self, optimizer: Optimizer, warmup_steps: int, max_steps: int, end_factor: float = 0.0, last_epoch: int = -1
    ) -> None:
        self.warmup_steps = warmup_steps  # before `super()`, which asks `get_lr` for the rates of the first step
        self.max_steps = max_steps
        self.end_factor = end_factor
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """One rate for each group, at step `self.last_epoch`."""
        factor = warmup_cosine(self.last_epoch, self.warmup_steps, self.max_steps, 1.0, self.end_factor)
        return [base_lr * factor for base_lr in self.base_lrs]
