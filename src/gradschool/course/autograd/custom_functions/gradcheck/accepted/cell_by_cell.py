"""Plain Python: one cell of the Jacobian at a time, with a random number sent upstream; clones of everything."""
import math
import random

import torch


def gradcheck(func, inputs, eps=1e-6, atol=1e-5):
    inputs = tuple(x.detach().clone().requires_grad_(x.requires_grad) for x in inputs)
    size = func(*inputs).numel()
    for x in inputs:
        if not x.requires_grad:
            continue
        for j in range(x.numel()):
            place = tuple(int(n) for n in torch.unravel_index(torch.tensor(j), x.shape)) if x.ndim else ()
            for i in range(size):
                y = func(*inputs).reshape(-1)
                sent = 1.5 + i
                slope = 0.0
                if y.grad_fn is not None or y.requires_grad:
                    g = torch.autograd.grad(sent * y[i], x, allow_unused=True)[0]
                    slope = 0.0 if g is None else g[place].item() / sent
                old = x[place].item()
                found = []
                with torch.no_grad():
                    for sign in (1, -1):
                        x[place] = old + sign * eps
                        found.append(func(*inputs).reshape(-1)[i].item())
                        x[place] = old
                difference = slope - (found[0] - found[1]) / (2 * eps)
                if math.isnan(difference) or abs(difference) > atol:
                    return False
    return True
