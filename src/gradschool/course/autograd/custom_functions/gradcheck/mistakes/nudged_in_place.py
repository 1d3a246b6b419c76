"""The caller's tensor was nudged, and nudged back.

x + eps − 2 eps + eps is not x: each step is rounded, so that the last digits have changed.
Nudge a clone.
"""
import torch


def gradcheck(func, inputs, eps=1e-6, atol=1e-5):
    checked = [number for number, x in enumerate(inputs) if x.requires_grad]
    y = func(*inputs)
    for number in checked:
        x = inputs[number]
        analytic = torch.zeros(y.numel(), x.numel(), dtype=torch.float64)
        numeric = torch.zeros(y.numel(), x.numel(), dtype=torch.float64)
        for i in range(y.numel()):
            upstream = torch.zeros(y.numel(), dtype=torch.float64)
            upstream[i] = 2
            if y.requires_grad:
                (g,) = torch.autograd.grad(y, x, upstream.view(y.shape), retain_graph=True, allow_unused=True)
                if g is not None:
                    analytic[i] = g.flatten() / 2
        with torch.no_grad():
            for j in range(x.numel()):
                place = torch.unravel_index(torch.tensor(j), x.shape) if x.ndim else ()
                x[place] += eps  # <- here
                y_plus = func(*inputs).clone()
                x[place] -= 2 * eps
                y_minus = func(*inputs).clone()
                x[place] += eps
                numeric[:, j] = ((y_plus - y_minus) / (2 * eps)).flatten()
        if not ((analytic - numeric).abs() <= atol).all():
            return False
    return True
