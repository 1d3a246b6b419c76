"""The four lines of the task, out of place, in new tensors every time."""
import torch
from torch.optim.optimizer import Optimizer


class AdamW(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        defaults = dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
        super().__init__(params, defaults)

    def step(self, closure=None):
        loss = closure() if closure else None
        with torch.no_grad():
            for group in self.param_groups:
                lr, (b1, b2), eps, wd = (group[key] for key in ("lr", "betas", "eps", "weight_decay"))
                for p in group["params"]:
                    if (g := p.grad) is None:
                        continue
                    t, m, v = self.state[p].get("moments", (0, 0.0, 0.0))
                    t, m, v = t + 1, b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
                    self.state[p]["moments"] = (t, m, v)
                    m_hat = m / (1 - b1**t)
                    v_hat = v / (1 - b2**t)
                    decayed = p - lr * wd * p
                    p.copy_(decayed - lr * m_hat / (v_hat**0.5 + eps))
        return loss
