"""A gradient of `None` was treated as a gradient of zero.

`None` means "not used in this step".
A zero gradient still decays the weight and still lets it coast on its old momentum, so a part of the network that took no part keeps moving.
Skip the parameter instead.
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
                d = p.grad if p.grad is not None else torch.zeros_like(p)  # <- here
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
                p -= group["lr"] * d
        return loss
