"""Your test never looks at what became of `x`.

Somebody rounds the caller's weights, or switches `requires_grad` on for them, and returns what was asked for all the same.
Keep a clone of an `x` that requires no gradient, and compare values and flag after the call.
"""
import torch


def test_backward(fn):
    torch.manual_seed(0)
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
        x = torch.cat([3 * torch.randn(20), torch.tensor([-0.5, 0.5, 1.5, 2.5])]).to(dtype).requires_grad_()
        upstream = torch.randn(24).to(dtype)
        y = fn(x)  # <- here
        assert torch.equal(y, x.round()) and y.dtype == dtype
        y.backward(upstream)
        assert torch.equal(x.grad, upstream)
