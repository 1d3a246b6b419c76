from collections.abc import Callable, Sequence

import torch
from torch import nn
from torch.testing import assert_close

Clip = Callable[..., torch.Tensor]
INF, NAN = float("inf"), float("nan")


def holders(grads: Sequence[torch.Tensor]) -> list[nn.Parameter]:
    """A parameter full of twos for each gradient; the gradients are handed over as they are, not copied."""
    made = [nn.Parameter(torch.full_like(grad, 2.0)) for grad in grads]
    for parameter, grad in zip(made, grads, strict=True):
        parameter.grad = grad
    return made


def draw(*shapes: tuple[int, ...]) -> list[torch.Tensor]:
    """The same gradients every time, of both signs, each ten times as large as the one before."""
    generator = torch.Generator().manual_seed(0)
    drawn = [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]
    return [10**place * grad for place, grad in enumerate(drawn)]


def norm_of(grads: Sequence[torch.Tensor], norm_type: float = 2.0) -> float:
    sizes = torch.cat([grad.double().flatten() for grad in grads]).abs()
    return (sizes.max() if norm_type == INF else sizes.pow(norm_type).sum() ** (1 / norm_type)).item()


def check(
    fn: Clip,
    grads: Sequence[torch.Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    rtol: float = 1e-5,
    **options: bool,
) -> None:
    """One call of `fn` with finite gradients, against the formula: the norm, the gradients, and what holds them."""
    before = [grad.clone() for grad in grads]
    parameters = holders(grads)
    norm = norm_of(grads, norm_type)
    returned = fn(parameters, max_norm, norm_type, **options)
    assert isinstance(returned, torch.Tensor), f"{returned!r} is no tensor"
    assert returned.shape == (), f"{returned!r} has dimensions"
    assert_close(returned.item(), norm, rtol=rtol, atol=0)
    for parameter, grad, old in zip(parameters, grads, before, strict=True):
        assert parameter.grad is grad, "the gradient is another tensor"
        assert (parameter == 2).all(), "the parameter was touched"
        if norm <= max_norm:
            assert torch.equal(grad, old), "a gradient within the limit was changed"
        else:
            assert_close(grad, (old.double() * (max_norm / norm)).to(old.dtype), rtol=rtol, atol=0)


def check_norms_and_limits(fn: Clip) -> None:
    for norm_type in (2.0, 1.0, 3.0, 0.5, INF):
        for max_norm in (1.0, 1e6):
            for sign in (1, -1):  # so that the largest element is negative once
                check(fn, [sign * grad for grad in draw((2, 3), (), (4,))], max_norm, norm_type)
    for max_norm in (0.0, INF):
        check(fn, draw((2, 3), (4,)), max_norm)
    check(fn, draw((5,)), 1.0, error_if_nonfinite=True)
    for max_norm in (1.0, INF):
        check(fn, [torch.zeros(2, 3), torch.zeros(3)], max_norm)


def check_iterables(fn: Clip) -> None:
    (alone,) = holders(draw((2, 3)))
    norm = norm_of([alone.grad])
    assert_close(fn(alone, 0.5).item(), norm, rtol=1e-5, atol=0)
    assert_close(norm_of([alone.grad]), 0.5, rtol=1e-5, atol=0)

    grads = draw((2, 3), (4,))
    first, second = holders(grads)
    fn((each for each in (first, nn.Parameter(torch.ones(3)), second)), 0.5)
    assert_close(norm_of(grads), 0.5, rtol=1e-5, atol=0)

    for nothing in ([], [nn.Parameter(torch.ones(3))]):
        assert fn(nothing, 1.0).item() == 0


def check_memory(fn: Clip) -> None:
    (buffer,) = draw((6,))
    wanted = buffer / norm_of([buffer])
    fn(holders([buffer[:2], buffer[2:].view(2, 2)]), 1.0)
    assert_close(buffer, wanted, rtol=1e-5, atol=0)
    wide, image = draw((4, 6), (2, 3, 2, 2))
    check(fn, [wide.t(), image.contiguous(memory_format=torch.channels_last)], 1.0)
    check(fn, [wide[:, ::2]], 1.0)


def check_dtypes(fn: Clip) -> None:
    for dtype in (torch.float16, torch.bfloat16):  # 1000 squared is far beyond float16
        check(fn, [torch.full((9,), 1000.0, dtype=dtype), torch.tensor([-4000.0])], 100.0, rtol=2e-2)
    check(fn, [torch.full((9,), 1000.0, dtype=torch.float16)], 100.0, rtol=2e-2)


def check_not_finite(fn: Clip) -> None:
    for value in (INF, -INF, NAN):
        grads = [torch.tensor([value, 2.0]), torch.tensor([4.0])]
        before = [grad.clone() for grad in grads]
        try:
            fn(holders(grads), 1.0, error_if_nonfinite=True)
        except RuntimeError:
            pass
        else:
            raise AssertionError(f"a gradient of {value} was not refused")
        assert_close(grads, before, rtol=0, atol=0, equal_nan=True)

        rest = NAN if value != value else 0.0
        norm = fn(holders(grads), 1.0)
        assert_close(norm.item(), abs(value), equal_nan=True)
        assert_close(grads, [torch.tensor([NAN, rest]), torch.tensor([rest])], equal_nan=True)


def check_that_nothing_is_recorded(fn: Clip) -> None:
    weight = nn.Parameter(torch.tensor([3.0, -4.0]))
    (weight.grad,) = torch.autograd.grad(weight.square().sum(), weight, create_graph=True)
    norm = fn([weight], 1.0)
    assert not norm.requires_grad, "the norm drags a graph along"
    assert_close(weight.grad.detach(), torch.tensor([0.6, -0.8]))


def test_clip(fn: Clip) -> None:
    """Raises unless `fn(parameters, max_norm, norm_type, error_if_nonfinite)` clips as it should."""
    check_norms_and_limits(fn)
    check_iterables(fn)
    check_memory(fn)
    check_dtypes(fn)
    check_not_finite(fn)
    check_that_nothing_is_recorded(fn)
