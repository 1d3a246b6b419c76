"""Every group got the rate of the first one.

A head that was to learn a hundred times as fast as the backbone now learns as fast as the backbone.
`self.base_lrs` has one base rate for each group: return a factor times each of them.
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
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        factor = warmup_cosine(self.last_epoch, self.warmup_steps, self.max_steps, 1.0, self.end_factor)
        return [self.base_lrs[0] * factor for _ in self.optimizer.param_groups]  # <- here
