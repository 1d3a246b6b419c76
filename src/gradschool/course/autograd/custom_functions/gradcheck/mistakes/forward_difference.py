"""The difference was taken to one side only.

(f(x + eps) − f(x)) / eps is wrong by eps / 2 times the second derivative, which for a curved function is far more than `atol`.
To both sides, divided by 2 eps, those errors cancel, and what is left is of the order of eps².
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
                plus, minus = x.clone().contiguous(), x.clone().contiguous()
                plus.view(-1)[j] += eps
                y_plus = func(*inputs[:number], plus, *inputs[number + 1 :])
                y_minus = func(*inputs[:number], minus, *inputs[number + 1 :])
                numeric[:, j] = ((y_plus - y_minus) / eps).flatten()  # <- here
        if not ((analytic - numeric).abs() <= atol).all():
            return False
    return True
