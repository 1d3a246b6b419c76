"""What is observed of the mixed-precision loop."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from gradschool.scenarios import Answer, scenario


def made(scale: float, **options):
    """A small network, an optimizer and a scaler."""
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    for param in model.parameters():
        param.data = torch.randn(param.shape) / 2
    return model, torch.optim.SGD(model.parameters(), lr=0.1), torch.amp.GradScaler("cpu", init_scale=scale, **options)


def batches(count: int, size: float = 10.0):
    return [(torch.randn(6, 4), size * torch.randn(6, 1)) for _ in range(count)]


def flat(model):
    return torch.cat([param.detach().flatten() for param in model.parameters()])


@scenario("reports the norm of the true gradient", cases=[(1.0,), (1024.0,)], rtol=0.02, atol=1e-3)
def norms(answer: Answer, scale: float):
    model, optimizer, scaler = made(scale)
    return {"train(...)": answer.train(model, batches(1), F.mse_loss, optimizer, scaler, 1.0)}


@scenario("moves the weights by the clipped gradient", cases=[(0.5,), (1e6,)], rtol=0.02, atol=1e-3)
def movement(answer: Answer, max_norm: float):
    model, optimizer, scaler = made(1024.0)
    before = flat(model)
    answer.train(model, batches(1), F.mse_loss, optimizer, scaler, max_norm)
    return {"how far each weight moved, as a share of lr": (flat(model) - before) / 0.1}


@scenario("keeps the weights in float32 and computes in float16")
def dtypes(answer: Answer):
    model, optimizer, scaler = made(64.0)
    seen = []

    def loss_fn(prediction, targets):
        seen.append(str(prediction.dtype))
        return F.mse_loss(prediction, targets)

    answer.train(model, batches(1), loss_fn, optimizer, scaler, 1.0)
    kept = sorted({str(param.dtype) for param in model.parameters()})
    return {"dtype of the prediction": seen, "dtypes of the weights": kept}


@scenario("goes on through several batches", cases=[(2,), (4,)], rtol=0.05, atol=5e-3)
def several(answer: Answer, count: int):
    model, optimizer, scaler = made(2.0, growth_interval=2)
    given = batches(count, 1.0)
    found = answer.train(model, given, F.mse_loss, optimizer, scaler, 50.0)
    return {"train(...)": found, "the weights": flat(model), "the scale afterwards": scaler.get_scale()}


@scenario("skips the step of an overflow and halves the scale", cases=[(1,), (2,)])
def overflow(answer: Answer, count: int):
    model, optimizer, scaler = made(2.0**24)
    before = flat(model)
    found = answer.train(model, batches(count, 1000.0), F.mse_loss, optimizer, scaler, 1.0)
    return {
        "the norms are finite": [math.isfinite(norm) for norm in found],
        "the weights are as they were": torch.equal(before, flat(model)),
        "the scale afterwards": scaler.get_scale(),
    }


@scenario("saves gradients that float16 alone would lose", rtol=0.05, atol=1e-12)
def tiny(answer: Answer):
    model, optimizer, scaler = made(2.0**16)

    def loss_fn(prediction, targets):
        return 1e-6 * F.l1_loss(prediction, targets)

    return {"train(...)": answer.train(model, batches(1), loss_fn, optimizer, scaler, 1.0)}
