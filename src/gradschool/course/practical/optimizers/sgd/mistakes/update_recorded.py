"""The update ran with autograd on.

A parameter that requires a gradient may not be changed in place while autograd is recording, so `step()` raises.
Decorate it with `@torch.no_grad()`; `.data` silences the error and every other check with it.
"""
import torch


class SGD(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        super().__init__(params, dict(lr=lr, momentum=momentum, dampening=dampening,
                                      weight_decay=weight_decay, nesterov=nesterov))

    def step(self, closure=None):
        loss = None
        if closure is not None:
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
                        d = d + group["momentum"] * state["buf"]
                    else:
                        d = state["buf"]
                p -= group["lr"] * d  # <- here
        return loss
