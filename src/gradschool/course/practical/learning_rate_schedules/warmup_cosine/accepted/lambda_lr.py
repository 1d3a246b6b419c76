"""A `LambdaLR` with a callable object, and the cosine as the square of one of half the angle."""
import math

from torch.optim.lr_scheduler import LambdaLR


def warmup_cosine(step, warmup_steps, max_steps, max_lr, min_lr=0.0):
    if step >= max_steps:
        return float(min_lr)
    if step < warmup_steps:
        return max_lr * (step + 1) / (warmup_steps + 1)
    left = math.cos(math.pi / 2 * (step - warmup_steps) / (max_steps - warmup_steps)) ** 2
    return left * max_lr + (1 - left) * min_lr


class Factor:
    def __init__(self, warmup_steps, max_steps, end_factor):
        self.warmup_steps, self.max_steps, self.end_factor = warmup_steps, max_steps, end_factor

    def __call__(self, step):
        return warmup_cosine(step, self.warmup_steps, self.max_steps, 1.0, self.end_factor)


class WarmupCosineLR(LambdaLR):
    def __init__(self, optimizer, warmup_steps, max_steps, end_factor=0.0, last_epoch=-1):
        super().__init__(optimizer, Factor(warmup_steps, max_steps, end_factor), last_epoch)
