"""All the inputs of your test lie between −1 and 1.

A backward that lets nothing through beyond 1 passes; there is such an estimator, and it is not this one.
Draw inputs that are several units large.
"""
import torch


def test_backward(fn):
    torch.manual_seed(0)
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
        x = torch.cat([2 * torch.rand(20) - 1, torch.tensor([-0.5, 0.5, 0.75, 0.25])]).to(dtype)  # <- here
        before = x.clone()
        assert torch.equal(fn(x), before.round()) and fn(x).dtype == dtype
        assert torch.equal(x, before) and not x.requires_grad
        x.requires_grad_()
        upstream = torch.randn(24).to(dtype)
        fn(x).backward(upstream)
        assert torch.equal(x.grad, upstream)
