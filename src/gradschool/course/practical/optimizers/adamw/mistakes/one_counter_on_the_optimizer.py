"""One step counter serves all parameters, as an attribute of the optimizer.

A parameter whose first gradient comes late is corrected as if it had a history, and moves far too little or too much.
And `state_dict()` knows nothing of the attribute: a run that is loaded starts counting again with moments that are full.
Keep `t` in `self.state[p]`.
"""
import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))
        self.t = 0

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        self.t += 1
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                g = p.grad
                state = self.state[p]
                if not state:
                    state["m"] = torch.zeros_like(p)
                    state["v"] = torch.zeros_like(p)
                t = self.t  # <- here
                state["m"] = beta1 * state["m"] + (1 - beta1) * g
                state["v"] = beta2 * state["v"] + (1 - beta2) * g**2
                m_hat = state["m"] / (1 - beta1**t)
                v_hat = state["v"] / (1 - beta2**t)
                p -= group["lr"] * group["weight_decay"] * p
                p -= group["lr"] * m_hat / (v_hat.sqrt() + group["eps"])
        return loss
