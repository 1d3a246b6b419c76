"""Every call of your test has `dim=0`.

There a sum that lost its axis lines up with the columns all by itself, so whoever forgot `keepdim=True` passes.
Call `fn` along each axis, from the front and from the end.
"""
import torch


def test_softmax(fn):
    torch.manual_seed(0)
    for x in (torch.randn(2, 3), torch.randn(2, 3, dtype=torch.float64), torch.tensor([[900.0, 0.0], [901.0, -900.0]])):
        before = x.clone()
        result = fn(x, 0)  # <- here
        torch.testing.assert_close(result, torch.softmax(x, 0))
        assert torch.equal(x, before)
