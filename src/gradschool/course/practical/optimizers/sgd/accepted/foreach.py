"""Whole lists at a time, with the foreach operators."""
import torch


class SGD(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0.0, dampening=0.0, weight_decay=0.0, nesterov=False, *, maximize=False):
        defaults = {k: v for k, v in locals().items() if k not in ("self", "params", "__class__")}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            params = [p for p in group["params"] if p.grad is not None]
            if not params:
                continue
            grads = [p.grad for p in params]
            if group["weight_decay"]:
                grads = torch._foreach_add(grads, params, alpha=group["weight_decay"])
            if group["momentum"]:
                new = [p for p in params if "momentum_buffer" not in self.state[p]]
                for p, g in zip(params, grads):
                    if any(p is q for q in new):
                        self.state[p]["momentum_buffer"] = g.clone()
                old = [(p, g) for p, g in zip(params, grads) if not any(p is q for q in new)]
                if old:
                    buffers = [self.state[p]["momentum_buffer"] for p, _ in old]
                    torch._foreach_mul_(buffers, group["momentum"])
                    torch._foreach_add_(buffers, [g for _, g in old], alpha=1 - group["dampening"])
                buffers = [self.state[p]["momentum_buffer"] for p in params]
                grads = torch._foreach_add(grads, buffers, alpha=group["momentum"]) if group["nesterov"] else buffers
            torch._foreach_add_(params, grads, alpha=-group["lr"])
        return loss
