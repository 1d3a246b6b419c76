"""All the gradients that your test sends are whole numbers.

A backward that rounds them passes, and in training it turns every gradient below a half into 0.
Send fractions.
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
        upstream = torch.arange(24).to(dtype)  # <- here
        fn(x).backward(upstream)
        assert torch.equal(x.grad, upstream)
