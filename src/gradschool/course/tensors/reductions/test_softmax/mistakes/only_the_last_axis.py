"""Every call of your test has `dim=-1`, and an implementation that ignores `dim` passes.

Everything else is looked at, and it helps nobody whose softmax runs over the wrong axis of an image.
Loop over all axes of a tensor whose sizes differ.
"""
import torch


def test_softmax(fn):
    torch.manual_seed(0)
    for dtype, tolerance in ((torch.float64, 1e-12), (torch.float32, 1e-5), (torch.bfloat16, 0.02), (torch.float16, 0.01)):
        x = torch.randn(2, 3, 5).to(dtype)
        before = x.clone()
        result = fn(x, -1)  # <- here
        torch.testing.assert_close(result, torch.softmax(x, -1), rtol=0, atol=tolerance)
        assert torch.equal(x, before)
        total = fn(x, -1).double().sum(-1)
        assert (total - 1).abs().max() < 2 * tolerance
    for scores in ([[1000.0, 1001.0], [-1000.0, -1001.0]], [[-float("inf"), 0.0], [-float("inf")] * 2]):
        x = torch.tensor(scores)
        torch.testing.assert_close(fn(x, -1), torch.softmax(x, -1), equal_nan=True)
    half = torch.tensor([12.0, 12.0, 10.0], dtype=torch.float16)
    assert fn(half, -1).isfinite().all()
    torch.autograd.gradcheck(lambda scores: fn(scores, -1), torch.randn(2, 3, dtype=torch.float64, requires_grad=True))
