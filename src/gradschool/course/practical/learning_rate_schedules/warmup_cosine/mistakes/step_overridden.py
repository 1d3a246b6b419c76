"""`step()` was written instead of `get_lr()`.

The base class calls it once while it is being made, so that a counter which begins at 0 stands at 1 before the optimizer has done anything, and `get_last_lr()` has nothing to return.
Override `get_lr()`; the base class counts, writes the rates into the groups and remembers them.
"""
import math

from torch.optim.lr_scheduler import LRScheduler


def warmup_cosine(step, warmup_steps, max_steps, max_lr, min_lr=0.0):
    if step >= max_steps:
        return min_lr
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    progress = (step - warmup_steps) / (max_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * 0.5 * (1 + math.cos(math.pi * progress))


class WarmupCosineLR(LRScheduler):
    def __init__(self, optimizer, warmup_steps, max_steps, end_factor=0.0, last_epoch=-1):
        self.warmup_steps = warmup_steps
        self.max_steps = max_steps
        self.end_factor = end_factor
        self.count = last_epoch + 1
        super().__init__(optimizer, last_epoch)

    def step(self):  # <- here
        self.count += 1
        factor = warmup_cosine(self.count, self.warmup_steps, self.max_steps, 1.0, self.end_factor)
        for group, base_lr in zip(self.optimizer.param_groups, self.base_lrs):
            group["lr"] = base_lr * factor
