"""All factors in one table, made with tensors; past its end the last one holds."""
import torch
from torch.optim.lr_scheduler import LRScheduler


def factors(warmup_steps, max_steps, end):
    up = torch.arange(1, warmup_steps + 1, dtype=torch.float64) / (warmup_steps + 1)
    angle = torch.linspace(0, torch.pi, max_steps - warmup_steps + 1, dtype=torch.float64)[:-1]
    down = end + (1 - end) * (1 + angle.cos()) / 2
    return torch.cat([up, down, torch.tensor([end], dtype=torch.float64)]).tolist()


def warmup_cosine(step, warmup_steps, max_steps, max_lr, min_lr=0.0):
    return max_lr * factors(warmup_steps, max_steps, min_lr / max_lr)[min(step, max_steps)]


class WarmupCosineLR(LRScheduler):
    def __init__(self, optimizer, warmup_steps, max_steps, end_factor=0.0, last_epoch=-1):
        self.table = factors(warmup_steps, max_steps, end_factor)
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        factor = self.table[min(self.last_epoch, len(self.table) - 1)]
        return [base_lr * factor for base_lr in self.base_lrs]

    def _get_closed_form_lr(self):
        return self.get_lr()
