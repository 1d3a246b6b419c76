"""The whole Jacobian must be the identity, and it must be linear: three different factors come back."""
import torch


def test_backward(fn):
    x = torch.tensor([0.3, -0.5, 1.5, 2.5, -3.7, 8.2], dtype=torch.float64)
    kept = x.clone()
    assert torch.equal(fn(x), torch.round(kept))
    assert x.equal(kept) and not x.requires_grad
    leaf = kept.clone().requires_grad_()
    y = fn(leaf)
    for factor in (1.0, 0.3, -2.7):
        rows = [torch.autograd.grad(y, leaf, factor * row, retain_graph=True)[0] for row in torch.eye(6).double()]
        assert torch.allclose(torch.stack(rows), factor * torch.eye(6).double())
    for dtype in (torch.float32, torch.bfloat16, torch.float16):
        assert fn(kept.to(dtype)).dtype is dtype
