from collections.abc import Callable

import torch
from torch.testing import assert_close

Softmax = Callable[[torch.Tensor, int], torch.Tensor]
INF = float("inf")


def draw(*shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """The same scores every time; drawn in float64, so that every dtype gets the same."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64).to(dtype)


def check_every_axis(fn: Softmax) -> None:
    x = draw(2, 3, 5)  # no two sizes are alike, so that a sum along the wrong axis does not fit by luck
    for dim in range(-3, 3):
        result = fn(x, dim)
        assert_close(result, torch.softmax(x, dim))
        assert (result.sum(dim) - 1).abs().max() < 1e-12, f"slices along {dim} do not sum to 1"


def check_every_dtype(fn: Softmax) -> None:
    for dtype in (torch.float64, torch.float32):
        x = draw(3, 4, dtype=dtype)
        assert_close(fn(x, 0), torch.softmax(x, 0))
    for dtype in (torch.bfloat16, torch.float16):
        x = draw(3, 4, dtype=dtype) + 10  # exp(12) is more than float16 can hold
        # Computed in half or in float32 and rounded: both are right, and this far apart.
        assert_close(fn(x, 0), torch.softmax(x, 0), rtol=5e-2, atol=5e-3)


def check_extreme_scores(fn: Softmax) -> None:
    for scores in (
        [[0.0, 1e4], [0.0, -1e4]],
        [[1000.0, 1001.0], [-1000.0, -1001.0]],  # the difference is what counts, and it is small
        [[500.0, 501.0], [-500.0, -501.0]],  # each slice has its own maximum
        [[1.0, -INF], [2.0, 3.0]],
        [[-INF, -INF], [0.0, 1.0]],
    ):
        x = torch.tensor(scores)
        assert_close(fn(x, 1), torch.softmax(x, 1), equal_nan=True)


def check_gradient(fn: Softmax) -> None:
    x, upstream = draw(2, 4).requires_grad_(), draw(4, 2).T
    # An even upstream would ask for the gradient of a sum that is always 1.
    (came,) = torch.autograd.grad(fn(x, -1), x, upstream)
    (right,) = torch.autograd.grad(torch.softmax(x, -1), x, upstream)
    assert_close(came, right)


def check_that_the_input_is_left_alone(fn: Softmax) -> None:
    x = draw(2, 3)
    before = x.clone()
    fn(x, 1)
    assert torch.equal(x, before), "the input was changed"


def test_softmax(fn: Softmax) -> None:
    """Raises unless `fn(input, dim)` keeps every promise of a softmax."""
    check_every_axis(fn)
    check_every_dtype(fn)
    check_extreme_scores(fn)
    check_gradient(fn)
    check_that_the_input_is_left_alone(fn)
