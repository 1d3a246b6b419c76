"""The rate falls along a straight line.

Start, middle and end are those of the cosine, and everything between them is not: a quarter of the way down the cosine still has 85 % of the peak.
Bend the progress: `(1 + cos(π · progress)) / 2`.
"""
import math

from torch.optim.lr_scheduler import LRScheduler


def warmup_cosine(step, warmup_steps, max_steps, max_lr, min_lr=0.0):
    if step >= max_steps:
        return min_lr
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    progress = (step - warmup_steps) / (max_steps - warmup_steps)
    return max_lr + (min_lr - max_lr) * progress  # <- here


class WarmupCosineLR(LRScheduler):
    def __init__(self, optimizer, warmup_steps, max_steps, end_factor=0.0, last_epoch=-1):
        self.warmup_steps = warmup_steps
        self.max_steps = max_steps
        self.end_factor = end_factor
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        factor = warmup_cosine(self.last_epoch, self.warmup_steps, self.max_steps, 1.0, self.end_factor)
        return [base_lr * factor for base_lr in self.base_lrs]
