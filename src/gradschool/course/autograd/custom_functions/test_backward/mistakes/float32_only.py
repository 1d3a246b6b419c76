"""Every input of your test is float32.

What happens to halves and to float64 nobody looks at: they may all come back as float32.
Run the same checks for each dtype, and compare the dtype of the result.
"""
import torch


def test_backward(fn):
    torch.manual_seed(0)
    x = torch.cat([3 * torch.randn(20), torch.tensor([-0.5, 0.5, 1.5, 2.5])])  # <- here
    before = x.clone()
    assert torch.equal(fn(x), before.round())
    assert torch.equal(x, before) and not x.requires_grad
    x.requires_grad_()
    upstream = torch.randn(24)
    fn(x).backward(upstream)
    assert torch.equal(x.grad, upstream)
