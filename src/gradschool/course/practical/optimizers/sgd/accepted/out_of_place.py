"""Out of place throughout; the parameter is overwritten with `copy_`."""
import torch
from torch.optim.optimizer import Optimizer


class SGD(Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        defaults = dict(lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov)
        super().__init__(params, defaults)

    def step(self, closure=None):
        loss = closure() if closure else None
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    d = p.grad.clone()
                    if group["weight_decay"]:
                        d += group["weight_decay"] * p
                    if group["momentum"]:
                        b = self.state[p].get("b")
                        b = d if b is None else group["momentum"] * b + (1 - group["dampening"]) * d
                        self.state[p]["b"] = b
                        d = d + group["momentum"] * b if group["nesterov"] else b
                    p.copy_(p - group["lr"] * d)
        return loss
