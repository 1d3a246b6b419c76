"""It behaves like a scheduler and isn't one.

Whatever asks `isinstance(scheduler, LRScheduler)`, as training frameworks do, turns it away, and the warning about the order of the two `step()` is lost.
Derive from `LRScheduler`, and most of this class is no longer yours to write.
"""
import math


def warmup_cosine(step, warmup_steps, max_steps, max_lr, min_lr=0.0):
    if step >= max_steps:
        return min_lr
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    progress = (step - warmup_steps) / (max_steps - warmup_steps)
    return min_lr + (max_lr - min_lr) * 0.5 * (1 + math.cos(math.pi * progress))


class WarmupCosineLR:  # <- here
    def __init__(self, optimizer, warmup_steps, max_steps, end_factor=0.0, last_epoch=-1):
        self.optimizer = optimizer
        self.warmup_steps = warmup_steps
        self.max_steps = max_steps
        self.end_factor = end_factor
        self.base_lrs = [group.setdefault("initial_lr", group["lr"]) for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        self.step()

    def step(self):
        self.last_epoch += 1
        factor = warmup_cosine(self.last_epoch, self.warmup_steps, self.max_steps, 1.0, self.end_factor)
        for group, base_lr in zip(self.optimizer.param_groups, self.base_lrs):
            group["lr"] = base_lr * factor

    def get_last_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self):
        return {"last_epoch": self.last_epoch, "base_lrs": self.base_lrs}

    def load_state_dict(self, state_dict):
        self.__dict__.update(state_dict)
