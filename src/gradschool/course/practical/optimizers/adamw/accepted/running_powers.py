"""No exponent: the powers of the betas are kept as numbers, and the weights are written through `detach()`."""
import math

import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    def step(self, closure=None):
        loss = None
        if closure is not None:
            loss = closure()
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for param in group["params"]:
                if param.grad is None:
                    continue
                weight, grad, memory = param.detach(), param.grad.detach(), self.state[param]
                if not memory:
                    memory["one"], memory["two"] = 1.0, 1.0
                    memory["m"], memory["v"] = torch.zeros_like(weight), torch.zeros_like(weight)
                memory["one"] *= b1
                memory["two"] *= b2
                memory["m"] = torch.lerp(memory["m"], grad, 1 - b1)
                memory["v"] = memory["v"] * b2 + grad * grad * (1 - b2)
                size = group["lr"] / (1 - memory["one"])
                root = memory["v"].sqrt() / math.sqrt(1 - memory["two"]) + group["eps"]
                weight.mul_(1 - group["lr"] * group["weight_decay"])
                weight.sub_(size * memory["m"] / root)
        return loss
