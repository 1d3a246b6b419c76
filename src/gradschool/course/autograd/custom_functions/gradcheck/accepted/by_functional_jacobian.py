"""torch.autograd.functional.jacobian for the rows, and zeros sent upstream to see whether zeros come back."""
import torch


def gradcheck(func, inputs, eps=1e-6, atol=1e-5):
    for k, x in enumerate(inputs):
        if not x.requires_grad:
            continue

        def of(t, k=k):
            return func(*(t if j == k else other for j, other in enumerate(inputs)))

        there = of(x)
        if there.requires_grad:
            (none,) = torch.autograd.grad(there, x, torch.zeros_like(there), allow_unused=True)
            if none is not None and not torch.equal(none, torch.zeros_like(none)):
                return False
        exact = torch.autograd.functional.jacobian(of, x.detach()).reshape(there.numel(), x.numel())
        nudges = eps * torch.eye(x.numel(), dtype=x.dtype).reshape(x.numel(), *x.shape)
        with torch.no_grad():
            differences = [(of(x + nudge) - of(x - nudge)).reshape(-1) / (2 * eps) for nudge in nudges]
        for column, difference in zip(exact.T, differences):
            if not torch.allclose(column, difference, rtol=0, atol=atol):
                return False
    return True
