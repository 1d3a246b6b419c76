"""Nesterov's direction is `d + momentum * buffer`; yours multiplies both by the momentum.

The gradient of this step counts in full, and only the buffer is scaled: one momentum step that looks ahead, starting from where the gradient was taken.
"""
import torch


class SGD(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        super().__init__(params, dict(lr=lr, momentum=momentum, dampening=dampening,
                                      weight_decay=weight_decay, nesterov=nesterov))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                d = p.grad
                if group["weight_decay"] != 0:
                    d = d + group["weight_decay"] * p
                if group["momentum"] != 0:
                    state = self.state[p]
                    if "buf" not in state:
                        state["buf"] = d.clone()
                    else:
                        state["buf"] = group["momentum"] * state["buf"] + (1 - group["dampening"]) * d
                    if group["nesterov"]:
                        d = group["momentum"] * d + group["momentum"] * state["buf"]  # <- here
                    else:
                        d = state["buf"]
                p -= group["lr"] * d
        return loss
