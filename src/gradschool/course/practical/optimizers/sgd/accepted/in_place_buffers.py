"""Buffers in place, one `state` entry under a name of its own, `lerp`-free."""
import torch


class SGD(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        super().__init__(params, dict(lr=lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None if closure is None else torch.enable_grad()(closure)()
        for group in self.param_groups:
            mu, damp = group["momentum"], group["dampening"]
            for p in filter(lambda p: p.grad is not None, group["params"]):
                d = p.grad + group["weight_decay"] * p
                if mu:
                    if p in self.state:
                        self.state[p]["velocity"].mul_(mu).add_((1 - damp) * d)
                    else:
                        self.state[p]["velocity"] = d.clone()
                    v = self.state[p]["velocity"]
                    d = d + mu * v if group["nesterov"] else v
                p.add_(d, alpha=-group["lr"])
        return loss
