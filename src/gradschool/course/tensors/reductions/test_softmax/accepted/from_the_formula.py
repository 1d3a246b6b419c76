"""No reference at all: the formula in float64, properties, and gradcheck."""
import math

import torch


def test_softmax(fn):
    torch.manual_seed(3)
    scores = torch.randn(4, 1, 3, dtype=torch.float64)
    for dim in (0, 1, 2, -1, -2, -3):
        before = scores.clone()
        p = fn(scores, dim)
        assert scores.equal(before)
        assert p.dtype is torch.float64 and p.shape == scores.shape
        assert (p >= 0).all()
        assert torch.allclose(p.sum(dim), torch.ones(()).double(), rtol=0, atol=1e-13)
        e = scores.exp()
        assert torch.allclose(p, e / e.sum(dim, keepdim=True), rtol=1e-9)
    for dtype in [torch.float32, torch.float16, torch.bfloat16]:
        p = fn(torch.tensor([12, 12, 10], dtype=dtype), 0)
        assert p.dtype == dtype
        assert p[0].item() == p[1].item() and abs(p[2].item() / p[0].item() - math.exp(-2)) < 0.02
    for top in (1000.0, -1000.0, 10_000.0):
        a, b = fn(torch.tensor([top, top - 1]), 0).tolist()
        assert abs(a - 1 / (1 + math.exp(-1))) < 1e-4 and abs(a + b - 1) < 1e-4
    assert fn(torch.tensor([[700.0, 0.0], [-700.0, -700.0]]), 1)[1].tolist() == [0.5, 0.5]
    assert fn(torch.tensor([0.0, -math.inf]), 0).tolist() == [1, 0]
    assert fn(torch.full((2,), -math.inf), 0).isnan().all()
    torch.autograd.gradcheck(lambda x: fn(x, 1), torch.randn(2, 3, dtype=torch.float64, requires_grad=True))
