"""The count in a float32 tensor, as torch keeps it, and everything of the step in one factor."""
import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, defaults={"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None if closure is None else torch.enable_grad()(closure)()
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in filter(lambda p: p.grad is not None, group["params"]):
                if "step" not in self.state[p]:
                    self.state[p].update(step=torch.tensor(0.0), m=torch.zeros_like(p), v=torch.zeros_like(p))
                step, m, v = self.state[p]["step"], self.state[p]["m"], self.state[p]["v"]
                step += 1
                m.add_(p.grad - m, alpha=1 - beta1)
                v.lerp_(p.grad.square(), 1 - beta2)
                correction = (1 - beta2**step).sqrt() / (1 - beta1**step)
                # sqrt(v / c) + eps is (sqrt(v) + eps * sqrt(c)) / sqrt(c)
                direction = m / (v.sqrt() + group["eps"] * (1 - beta2**step).sqrt()) * correction
                p -= group["lr"] * (direction + group["weight_decay"] * p)
        return loss
