"""Your test looks at nothing but the values that come back.

Somebody's softmax may write into the caller's scores, or cut the gradient, and return the right numbers all the same.
Keep a clone of the input and compare it afterwards, and compare the gradient with that of `torch.softmax`.
"""
import torch


def test_softmax(fn):
    torch.manual_seed(0)
    for dtype, tolerance in ((torch.float64, 1e-12), (torch.float32, 1e-5), (torch.bfloat16, 0.02), (torch.float16, 0.01)):
        x = torch.randn(2, 3, 5).to(dtype)
        for dim in range(-3, 3):
            torch.testing.assert_close(fn(x, dim), torch.softmax(x, dim), rtol=0, atol=tolerance)  # <- here
    for scores in ([[1000.0, 1001.0], [-1000.0, -1001.0]], [[-float("inf"), 0.0], [-float("inf")] * 2]):
        x = torch.tensor(scores)
        torch.testing.assert_close(fn(x, -1), torch.softmax(x, -1), equal_nan=True)
    x = torch.randn(2, 3, dtype=torch.float64)
    assert (fn(x, 1).sum(1) - 1).abs().max() < 1e-12
