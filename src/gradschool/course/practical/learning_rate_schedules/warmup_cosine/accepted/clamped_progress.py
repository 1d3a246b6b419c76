"""Clamped progress instead of an early return, and a scheduler with a formula of its own for each group."""
from math import cos, pi

import torch


def warmup_cosine(step, warmup_steps, max_steps, max_lr, min_lr=0.0):
    decay = max_steps - warmup_steps
    progress = min(max((step - warmup_steps) / decay, 0.0), 1.0) if decay > 0 else float(step >= max_steps)
    stairs = min(1.0, (step + 1) / (warmup_steps + 1))
    if step < warmup_steps:
        return stairs * max_lr
    return min_lr + (max_lr - min_lr) * (cos(pi * progress) + 1) / 2


class WarmupCosineLR(torch.optim.lr_scheduler.LRScheduler):
    def __init__(self, optimizer, warmup_steps, max_steps, end_factor=0.0, last_epoch=-1):
        self.plan = (warmup_steps, max_steps)
        self.end_factor = end_factor
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        return [
            warmup_cosine(self.last_epoch, *self.plan, group["initial_lr"], group["initial_lr"] * self.end_factor)
            for group in self.optimizer.param_groups
        ]
