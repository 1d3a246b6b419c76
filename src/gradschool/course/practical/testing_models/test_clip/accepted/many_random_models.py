"""Real models, real gradients, a vector of all of them, and loops over everything that can be asked."""
import torch
from torch import nn
from torch.nn.utils import parameters_to_vector


def model(seed, *, dtype=torch.float64):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Conv2d(2, 3, 3), nn.Flatten(), nn.Linear(12, 4), nn.Linear(4, 1), nn.Linear(7, 7)).to(dtype)
    image = torch.randn(5, 2, 4, 4, dtype=dtype)
    (100 * net[:4](image)).square().sum().backward()  # the last layer takes no part
    net[0].weight.grad = net[0].weight.grad.contiguous(memory_format=torch.channels_last)
    net[3].weight.grad *= -1
    net[2].weight.grad = net[2].weight.grad.t().contiguous().t()
    return net


def grads(net):
    return [p.grad for p in net.parameters() if p.grad is not None]


def vector(net):
    return torch.cat([g.reshape(-1) for g in grads(net)])


def test_clip(fn):
    inf = float("inf")
    for p, share in [(2, 0), (2, 0.999), (2, 1.001), (2, inf), (1, 0.1), (3, 0.1), (inf, 0.1)]:
        for sign in (1, -1):
            net = model(3)
            for g in grads(net):
                g *= sign
            held, weights, before = grads(net), parameters_to_vector(net.parameters()).clone(), vector(net)
            norm = torch.linalg.vector_norm(before, p)
            returned = fn(net.parameters(), share * norm.item(), norm_type=p, error_if_nonfinite=True)
            assert returned.dim() == 0 and torch.allclose(returned.double(), norm, rtol=1e-5)
            if share > 1:
                assert torch.equal(vector(net), before)
            assert torch.allclose(vector(net), before * min(share, 1), rtol=1e-5, atol=1e-9 * norm)
            assert all(g is h for g, h in zip(grads(net), held))
            assert torch.equal(parameters_to_vector(net.parameters()), weights)

    net = model(5)
    one = net[3].weight
    fn(one, 1e-3)
    assert one.grad.norm() < 2e-3

    net = model(6)
    for g in grads(net):
        g.zero_()
    for limit in (0.5, inf):
        assert fn(net.parameters(), limit).item() == 0 and not vector(net).any()
    assert fn(net[4].parameters(), 1.0).item() == 0

    for bad in ("inf", "-inf", "nan"):
        net = model(7)
        net[0].bias.grad[1] = float(bad)
        before = vector(net)
        refused = False
        try:
            fn(net.parameters(), 1.0, error_if_nonfinite=True)
        except RuntimeError:
            refused = True
        assert refused and torch.equal(vector(net).nan_to_num(), before.nan_to_num())
        assert str(fn(net.parameters(), 1.0).item()) == bad.removeprefix("-")
        if bad == "nan":
            assert vector(net).isnan().all()
        else:
            assert vector(net).isnan().sum() == 1 and vector(net).nansum() == 0

    halves = nn.Linear(20, 20).half()
    halves.weight.grad = torch.full((20, 20), 500.0).half()
    assert abs(fn(halves.parameters(), 1e5).item() / 10_000 - 1) < 0.02

    w = nn.Parameter(torch.arange(3.0))
    (w.grad,) = torch.autograd.grad(w.pow(3).sum(), w, create_graph=True)
    assert not fn([w], 1.0).requires_grad
