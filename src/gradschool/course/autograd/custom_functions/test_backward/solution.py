from collections.abc import Callable

import torch
from torch.testing import assert_close

Rounding = Callable[[torch.Tensor], torch.Tensor]


def draw(*shape: int, scale: float, seed: int) -> torch.Tensor:
    """The same numbers every time, so that the test says the same every time."""
    return scale * torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def check_forward(fn: Rounding) -> None:
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
        for x in (draw(3, 4, scale=3, seed=0), torch.tensor([-1.5, -0.5, 0.5, 1.5, 2.5]), torch.tensor(0.7)):
            assert_close(fn(x.to(dtype)), x.to(dtype).round(), rtol=0, atol=0)


def check_backward(fn: Rounding) -> None:
    x = draw(4, 5, scale=3, seed=1).requires_grad_()  # on both sides of 1, where some let nothing through
    # Fractions, because whole numbers survive being rounded; uneven, because equal ones survive being averaged.
    for scale in (1.0, 1e-3, 100.0):
        upstream = draw(4, 5, scale=scale, seed=2)
        (came,) = torch.autograd.grad(fn(x), x, upstream)
        assert_close(came, upstream)


def check_that_the_input_is_left_alone(fn: Rounding) -> None:
    x = draw(2, 3, scale=3, seed=3)
    before = x.clone()
    fn(x)
    assert torch.equal(x, before), "the input was changed"
    assert not x.requires_grad, "the input now requires a gradient"


def test_backward(fn: Rounding) -> None:
    """Raises unless `fn(x)` rounds forward and is the identity backward."""
    check_forward(fn)
    check_backward(fn)
    check_that_the_input_is_left_alone(fn)
