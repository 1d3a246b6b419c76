"""Your test sends nothing but ones, as `sum()` does.

A backward that ignores what arrives and returns ones passes, and so does one that rounds it or averages it.
Send a random gradient: weight the result before you add it up, or hand `torch.autograd.grad` a random `grad_outputs`.
"""
import torch


def test_backward(fn):
    torch.manual_seed(0)
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
        x = torch.cat([3 * torch.randn(20), torch.tensor([-0.5, 0.5, 1.5, 2.5])]).to(dtype)
        before = x.clone()
        assert torch.equal(fn(x), before.round()) and fn(x).dtype == dtype
        assert torch.equal(x, before) and not x.requires_grad
        x.requires_grad_()
        fn(x).sum().backward()  # <- here
        assert torch.equal(x.grad, torch.ones_like(x))
