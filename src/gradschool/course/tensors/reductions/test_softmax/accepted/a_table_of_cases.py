"""One table of inputs, one loop, and errors of its own instead of `assert`."""
import itertools

import torch

INF = float("inf")
SCORES = {
    "a (3, 4)": torch.arange(12.0).reshape(3, 4).sin() * 3,
    "slices far apart": torch.tensor([[400.0, 402.0, 401.0], [-400.0, -401.0, -400.5]]),
    "huge": torch.tensor([[1e4, 0.0, -1e4], [9999.0, 1e4, 1e4]]),
    "masked": torch.tensor([[0.0, -INF, 1.0], [-INF, -INF, -INF]]),
    "one": torch.ones(1, 1),
}
TOLERANCES = {torch.float64: 1e-13, torch.float32: 1e-5, torch.bfloat16: 2e-2, torch.float16: 1e-2}


class WrongSoftmax(Exception):
    pass


def test_softmax(fn):
    for (name, scores), (dtype, tolerance), dim in itertools.product(SCORES.items(), TOLERANCES.items(), (0, 1, -2)):
        x = scores.to(dtype)
        if dim != 1 and name == "masked":
            continue
        kept = x.clone()
        leaf = x.clone().requires_grad_()
        want = torch.softmax(leaf, dim)
        other = x.clone().requires_grad_()
        got = fn(other * 1, dim)
        if got.dtype is not dtype or got.shape != x.shape:
            raise WrongSoftmax(f"{name}: {got.dtype} of shape {got.shape}")
        if not torch.allclose(got, want, rtol=0, atol=tolerance, equal_nan=True):
            raise WrongSoftmax(f"{name}, dim={dim}, {dtype}: {got}")
        fn(x, dim)
        if not torch.equal(x, kept):
            raise WrongSoftmax("the scores were changed")
        if name == "a (3, 4)" and dtype is torch.float64:
            weights = torch.linspace(-1, 2, got.numel(), dtype=dtype).reshape(got.shape)
            (got * weights).sum().backward()
            (want * weights).sum().backward()
            if (other.grad - leaf.grad).abs().max() > 1e-12:
                raise WrongSoftmax("gradient")
