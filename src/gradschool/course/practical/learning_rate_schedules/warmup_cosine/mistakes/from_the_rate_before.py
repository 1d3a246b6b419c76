"""Each rate was computed from the one before it.

The ratio of two neighboring factors gives the right rates as long as nobody else touches them; one rate that was changed by hand, or not restored, is carried on to the end.
That is how most of torch's own schedulers work, and why two of them multiply.
Closed form: `base_lr` times the factor of this step.
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
        before = warmup_cosine(self.last_epoch - 1, self.warmup_steps, self.max_steps, 1.0, self.end_factor)
        if self.last_epoch == 0 or self._is_initial or before == 0:
            return [base_lr * factor for base_lr in self.base_lrs]
        return [group["lr"] * factor / before for group in self.optimizer.param_groups]  # <- here
