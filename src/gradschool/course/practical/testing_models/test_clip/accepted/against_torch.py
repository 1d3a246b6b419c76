"""Every call twice, here and with torch's own function, in one table."""
import itertools

import torch

INF, NAN = float("inf"), float("nan")


def table():
    torch.manual_seed(11)
    plain = lambda: [torch.randn(2, 3), -7 * torch.rand(5) - 2, torch.tensor(1.5)]
    for norm_type, limit in itertools.product([1, 2, 3, INF], [0, 0.5, 1e5]):
        yield plain(), limit, norm_type
    for limit in (1.0, INF):
        yield [torch.zeros(2), torch.zeros(2, 2)], limit, 2
    yield [torch.randn(3, 5, dtype=torch.float64).t(), torch.randn(8)[::2]], 0.1, 2
    yield [torch.full((4,), 3000.0, dtype=torch.float16)], 10.0, 2
    yield [torch.full((4,), 3000.0, dtype=torch.float16), torch.randn(2)], 10.0, 2
    for bad in (INF, NAN):
        yield [torch.tensor([bad, 1.0]), torch.tensor([2.0])], 1.0, 2
    yield [], 1.0, 2


def run(function, grads, limit, norm_type, **options):
    """What comes back, and the buffers behind the gradients; None stands for a refusal."""
    weights = [torch.ones_like(g).requires_grad_() for g in grads]
    weights.insert(1, torch.ones(2, requires_grad=True))
    for w, g in zip(weights[:1] + weights[2:], grads):
        w.grad = g
    try:
        norm = function((w for w in weights), limit, norm_type, **options)
    except RuntimeError:
        norm = None
    assert all(bool((w == 1).all()) for w in weights)
    return norm


def test_clip(fn):
    for grads, limit, norm_type in table():
        for strict in (False, True):
            mine, theirs = [g.clone() for g in grads], [g.clone() for g in grads]
            mine = [m.t().contiguous().t() if m.dim() == 2 else m for m in mine]
            a = run(fn, mine, limit, norm_type, error_if_nonfinite=strict)
            b = run(torch.nn.utils.clip_grad_norm_, theirs, limit, norm_type, error_if_nonfinite=strict)
            assert (a is None) == (b is None)
            if a is not None:
                assert a.shape == b.shape
                torch.testing.assert_close(a.double(), b.double(), rtol=1e-3, atol=0, equal_nan=True)
            for m, t in zip(mine, theirs):
                torch.testing.assert_close(m, t, rtol=1e-2 if m.dtype == torch.float16 else 1e-4, atol=0, equal_nan=True)

    alone = torch.ones(3, 3, requires_grad=True)
    alone.grad = torch.randn(3, 3).t()
    assert fn(alone, 1e-3).item() > 0.1 and alone.grad.norm() < 2e-3

    w = torch.ones(2, requires_grad=True)
    w.grad = torch.autograd.grad((w**3).sum(), w, create_graph=True)[0]
    assert fn([w], 1.0).grad_fn is None
