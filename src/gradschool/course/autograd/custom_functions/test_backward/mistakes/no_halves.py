"""None of your inputs lies half-way between two integers.

`floor(x + 0.5)` agrees with `round` everywhere else.
Put 0.5, 1.5 and 2.5 among the values: `torch.round` goes to the even neighbor.
"""
import torch


def test_backward(fn):
    torch.manual_seed(0)
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
        x = 3 * torch.rand(24).add(0.01).to(dtype)  # <- here
        x[(x - x.floor() - 0.5).abs() < 0.01] += 0.25
        before = x.clone()
        assert torch.equal(fn(x), before.round()) and fn(x).dtype == dtype
        assert torch.equal(x, before) and not x.requires_grad
        x.requires_grad_()
        upstream = torch.randn(24).to(dtype)
        fn(x).backward(upstream)
        assert torch.equal(x.grad, upstream)
