"""The rate climbs back after `max_steps`.

A cosine is periodic: past its end `progress` is larger than 1, and the wave goes up again, all the way to `max_lr`.
A run that is prolonged by a few steps is then undone by them.
Return `min_lr` from `max_steps` on, or hold the progress at 1.
"""
import math

from torch.optim.lr_scheduler import LRScheduler


def warmup_cosine(step, warmup_steps, max_steps, max_lr, min_lr=0.0):
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    progress = (step - warmup_steps) / max(1e-9, max_steps - warmup_steps)  # <- here
    return min_lr + (max_lr - min_lr) * 0.5 * (1 + math.cos(math.pi * progress))


class WarmupCosineLR(LRScheduler):
    def __init__(self, optimizer, warmup_steps, max_steps, end_factor=0.0, last_epoch=-1):
        self.warmup_steps = warmup_steps
        self.max_steps = max_steps
        self.end_factor = end_factor
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        factor = warmup_cosine(self.last_epoch, self.warmup_steps, self.max_steps, 1.0, self.end_factor)
        return [base_lr * factor for base_lr in self.base_lrs]
