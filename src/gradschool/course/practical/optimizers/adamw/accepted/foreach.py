"""Whole lists at a time, with the foreach operators, and a table of what the parameters have had."""
import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, *, maximize=False):
        if lr < 0 or not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"lr={lr}, betas={betas}")
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, maximize=maximize))

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
            beta1, beta2 = group["betas"]
            grads = [-p.grad if group["maximize"] else p.grad for p in params]
            for p in params:
                self.state[p].setdefault("t", 0)
                self.state[p].setdefault("m", torch.zeros_like(p))
                self.state[p].setdefault("v", torch.zeros_like(p))
                self.state[p]["t"] += 1
            m, v = ([self.state[p][name] for p in params] for name in "mv")
            torch._foreach_mul_(params, 1 - group["lr"] * group["weight_decay"])
            torch._foreach_lerp_(m, grads, 1 - beta1)
            torch._foreach_mul_(v, beta2)
            torch._foreach_addcmul_(v, grads, grads, 1 - beta2)
            roots = torch._foreach_sqrt(v)
            torch._foreach_div_(roots, [(1 - beta2 ** self.state[p]["t"]) ** 0.5 for p in params])
            torch._foreach_add_(roots, group["eps"])
            sizes = [-group["lr"] / (1 - beta1 ** self.state[p]["t"]) for p in params]
            torch._foreach_addcdiv_(params, m, roots, sizes)
        return loss
