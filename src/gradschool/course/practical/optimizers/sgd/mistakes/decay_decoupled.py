"""Weight decay went past the momentum: it never entered the buffer.

Shrinking the weight directly, or adding `weight_decay * p` after the momentum, is AdamW's decay.
`torch.optim.SGD` adds it to the gradient *first*, so that the decay builds up momentum as well.
Without momentum the two are the same, which is why this one hides so well.
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
                    p *= 1 - group["lr"] * group["weight_decay"]  # <- here
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
