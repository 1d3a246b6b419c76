"""The tolerance is wider than the error it should find.

An epsilon of 1e-8 in the denominator is below what `torch.allclose` forgives, and float64 promises sixteen digits.
Where the dtype allows it, ask for them: in float64 each slice sums to 1 within 1e-12.
"""
import torch


def test_softmax(fn):
    torch.manual_seed(0)
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
        x = torch.randn(2, 3, 5).to(dtype)
        before = x.clone()
        for dim in range(-3, 3):
            result = fn(x, dim)
            assert result.dtype == dtype
            assert torch.allclose(result, torch.softmax(x, dim), rtol=0.05, atol=0.01)  # <- here
        assert torch.equal(x, before)
    for scores in ([[1000.0, 1001.0], [-1000.0, -1001.0]], [[-float("inf"), 0.0], [-float("inf")] * 2]):
        x = torch.tensor(scores)
        torch.testing.assert_close(fn(x, -1), torch.softmax(x, -1), equal_nan=True)
    torch.autograd.gradcheck(lambda scores: fn(scores, 1), torch.randn(2, 3, dtype=torch.float64, requires_grad=True))
