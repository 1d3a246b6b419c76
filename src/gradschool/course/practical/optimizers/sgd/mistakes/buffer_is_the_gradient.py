"""The first buffer is `p.grad` itself, not a copy of it.

Both names now mean the same memory: under `zero_grad(set_to_none=False)` the gradient is zeroed in place, and your momentum with it, and the next `backward()` writes into the buffer.
The default, `set_to_none=True`, hides it, because every `backward()` then makes a new tensor.
Write `d.clone()`.
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
                        state["buf"] = d  # <- here
                    else:
                        state["buf"].mul_(group["momentum"]).add_(d, alpha=1 - group["dampening"])
                    if group["nesterov"]:
                        d = d + group["momentum"] * state["buf"]
                    else:
                        d = state["buf"]
                p -= group["lr"] * d
        return loss
