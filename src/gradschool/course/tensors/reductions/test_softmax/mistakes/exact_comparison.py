"""Your test asks for the same bits, and right answers differ in the last ones.

exp(x − log of the sum) and exp(x) / sum are both softmax, and both are rounded, at different places.
Compare with a tolerance that fits the dtype: `torch.testing.assert_close` picks one.
"""
import torch


def test_softmax(fn):
    torch.manual_seed(0)
    for x in (torch.randn(2, 30), torch.randn(2, 30).double(), torch.tensor([[500.0, 501.0], [-500.0, -501.0]])):
        for dim in (0, 1):
            weights = torch.exp(x - x.amax(dim, keepdim=True))
            assert torch.equal(fn(x, dim), weights / weights.sum(dim, keepdim=True))  # <- here
