"""Your large scores come one slice at a time, so nobody sees whose maximum was taken away.

With a single slice the maximum of the slice is the maximum of the tensor.
Put two slices that lie far apart into one tensor: `[[500, 501], [-500, -501]]`.
"""
import torch


def test_softmax(fn):
    torch.manual_seed(0)
    for dtype, tolerance in ((torch.float64, 1e-12), (torch.float32, 1e-5), (torch.bfloat16, 0.02), (torch.float16, 0.01)):
        x = torch.randn(2, 3, 5).to(dtype)
        before = x.clone()
        for dim in range(-3, 3):
            torch.testing.assert_close(fn(x, dim), torch.softmax(x, dim), rtol=0, atol=tolerance)
        assert torch.equal(x, before)
    for scores in ([0.0, 1e4], [1000.0, 1001.0], [-1000.0, -1001.0], [-float("inf"), 1.0]):
        x = torch.tensor(scores)  # <- here
        torch.testing.assert_close(fn(x, 0), torch.softmax(x, 0))
    x = torch.randn(2, 3, dtype=torch.float64)
    assert (fn(x, 1).sum(1) - 1).abs().max() < 1e-12
    torch.autograd.gradcheck(lambda scores: fn(scores, 1), x.requires_grad_())
