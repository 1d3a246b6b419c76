"""The scheduler keeps a lambda, and `state_dict()` is everything that it keeps.

`torch.save` can't pickle a lambda, so that the first checkpoint of the run fails.
Keep the numbers, and compute the factor in `get_lr`.
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
        self.factor = lambda step: warmup_cosine(step, warmup_steps, max_steps, 1.0, end_factor)  # <- here
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return [base_lr * self.factor(self.last_epoch) for base_lr in self.base_lrs]
