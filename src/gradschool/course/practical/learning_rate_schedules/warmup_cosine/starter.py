from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler


def warmup_cosine(step: int, warmup_steps: int, max_steps: int, max_lr: float, min_lr: float = 0.0) -> float:
    """The learning rate of a step: a linear warmup to `max_lr`, half a cosine down to `min_lr`, then `min_lr`."""
    raise NotImplementedError("your turn")


class WarmupCosineLR(LRScheduler):
    """`warmup_cosine` for each group of an optimizer, from the group's own base rate."""

    def __init__(
        self, optimizer: Optimizer, warmup_steps: int, max_steps: int, end_factor: float = 0.0, last_epoch: int = -1
    ) -> None:
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """One rate for each group, at step `self.last_epoch`."""
        raise NotImplementedError("your turn")
