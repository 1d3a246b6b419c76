from collections.abc import Callable

import torch


class SGD(torch.optim.Optimizer):
    """Stochastic gradient descent with momentum (Polyak 1964, Sutskever et al. 2013), as `torch.optim.SGD` does it.

    The first buffer is the gradient itself, undampened, and weight decay is added to the gradient before momentum.
    """

    def __init__(
        self,
        params,
        lr: float = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
    ):
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
        }
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Callable[[], torch.Tensor] | None = None):
        """One update of every parameter that has a gradient; returns the closure's loss, if there is a closure."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for param in group["params"]:
                if param.grad is not None:
                    param.sub_(self._direction(param, group), alpha=group["lr"])
        return loss

    def _direction(self, param: torch.Tensor, group: dict) -> torch.Tensor:
        direction = param.grad
        if group["weight_decay"]:
            direction = direction.add(param, alpha=group["weight_decay"])  # out of place: the gradient is not ours
        if not group["momentum"]:
            return direction
        buffer = self.state[param].get("momentum_buffer")
        if buffer is None:
            buffer = self.state[param]["momentum_buffer"] = direction.clone()
        else:
            buffer.mul_(group["momentum"]).add_(direction, alpha=1 - group["dampening"])
        return direction.add(buffer, alpha=group["momentum"]) if group["nesterov"] else buffer
