"""Everything in `step()`: its own counter, written with all that the base class would have done."""
import math

from torch.optim.lr_scheduler import LRScheduler


def warmup_cosine(step, warmup_steps, max_steps, max_lr, min_lr=0.0):
    match (step < max_steps, step < warmup_steps):
        case (True, True):
            return max_lr / (warmup_steps + 1) * (step + 1)
        case (True, False):
            left = (max_steps - step) / (max_steps - warmup_steps)
            return min_lr + (max_lr - min_lr) * (1 - math.cos(math.pi * left)) / 2
        case _:
            return min_lr


class WarmupCosineLR(LRScheduler):
    def __init__(self, optimizer, warmup_steps, max_steps, end_factor=0.0, last_epoch=-1):
        self.warmup_steps, self.max_steps, self.end_factor = warmup_steps, max_steps, end_factor
        super().__init__(optimizer, last_epoch)

    def step(self, epoch=None):
        self.last_epoch = self.last_epoch + 1 if epoch is None else epoch
        self._last_lr = []
        for group in self.optimizer.param_groups:
            base = group["initial_lr"]
            group["lr"] = warmup_cosine(self.last_epoch, self.warmup_steps, self.max_steps, base, base * self.end_factor)
            self._last_lr.append(group["lr"])
