"""What is observed of the three ways, and of the logistic regression."""

import torch

from gradschool.scenarios import Answer, scenario

WAYS = [("fit_closed_form",), ("fit_gradient_descent",), ("fit_nn",)]


def line(rows: int, features: int, dtype: torch.dtype = torch.float64):
    """Rows of mean 0 and spread 1, and targets on a plane with some noise."""
    x = torch.randn(rows, features, dtype=torch.float64)
    if rows > features + 3:
        x = (x - x.mean(0)) / x.std(0)
    y = x @ torch.linspace(1, 3, features, dtype=torch.float64) - 2 + 0.3 * torch.randn(rows, dtype=torch.float64)
    return x.to(dtype), y.to(dtype)


def found(model) -> dict[str, object]:
    return {"weight": model.weight.detach().clone(), "bias": model.bias.detach().clone()}


@scenario("solves it in `fit_closed_form`", cases=[(2, 1), (7, 2), (40, 5)])
def closed(answer: Answer, rows: int, features: int):
    x, y = line(rows, features)
    answer.given(x, "x"), answer.given(y, "y")
    model = answer.LinearRegression().fit_closed_form(x, y)
    return found(model) | {"predict(x)": model.predict(x)}


@scenario("solves it far from zero in `fit_closed_form`", cases=[(200.0,), (2000.0,)], rtol=1e-3, atol=0.05)
def far_from_zero(answer: Answer, center: float):
    x, y = line(40, 2, torch.float32)
    x = x + center
    return {"predict(x)": answer.LinearRegression().fit_closed_form(x, y).predict(x)}


@scenario("finds one of the best where two columns are the same", rtol=1e-3, atol=1e-3)
def same_columns(answer: Answer):
    x, y = line(20, 2, torch.float32)
    x = torch.cat([x, x[:, :1]], dim=1)
    return {"predict(x)": answer.LinearRegression().fit_closed_form(x, y).predict(x)}


@scenario("walks down the gradient of the mean squared error", cases=[(0, 1), (1, 1), (2, 3), (20, 3)])
def descent(answer: Answer, steps: int, features: int):
    x, y = line(12, features)
    x = x + 0.5
    answer.given(x, "x"), answer.given(y, "y")
    return found(answer.LinearRegression().fit_gradient_descent(x, y, lr=0.05, steps=steps))


@scenario("begins at zero again when it is fitted again")
def fitted_again(answer: Answer):
    x, y = line(12, 2)
    model = answer.LinearRegression()
    model.fit_gradient_descent(x, y, lr=0.05, steps=5)
    return found(model.fit_gradient_descent(x, -y, lr=0.05, steps=3))


@scenario("takes a thousand steps of 0.1 where nothing else is said", rtol=1e-5, atol=1e-5)
def defaults(answer: Answer):
    # Five thousandths of the way at each step: what matters is how many there were, and how long.
    x, y = line(12, 1)
    return found(answer.LinearRegression().fit_gradient_descent(x * 0.05, y))


@scenario("meets the others in `fit_nn`", rtol=2e-3, atol=2e-3)
def with_nn(answer: Answer):
    x, y = line(50, 2)
    return found(answer.LinearRegression().fit_nn(x, y, lr=0.1, steps=200))


@scenario("finds the same line three ways", rtol=2e-3, atol=2e-3)
def three_ways(answer: Answer):
    x, y = line(60, 2, torch.float32)
    model = answer.LinearRegression()
    seen = {"fit_closed_form(x, y).predict(x)": model.fit_closed_form(x, y).predict(x).detach()}
    for way in ("fit_gradient_descent", "fit_nn"):
        seen[f"{way}(x, y).predict(x)"] = getattr(model, way)(x, y, lr=0.1, steps=200).predict(x).detach()
    return seen


@scenario(
    "gives plain tensors in the dtype of `x`", cases=[(*way, d) for way in WAYS for d in (torch.float64, torch.float32)]
)
def plain(answer: Answer, way: str, dtype: torch.dtype):
    x, y = line(9, 2, dtype)
    model = answer.LinearRegression()
    fitted = getattr(model, way)(x, y) if way == "fit_closed_form" else getattr(model, way)(x, y, lr=0.1, steps=3)
    return {
        "it returns the model": fitted is model,
        "weight": (model.weight.shape, model.weight.dtype, model.weight.requires_grad),
        "bias": (model.bias.shape, model.bias.dtype, model.bias.requires_grad),
        "predict(x[:1])": (model.predict(x[:1]).shape, model.predict(x[:1]).requires_grad),
    }


def labeled(rows: int, features: int, dtype: torch.dtype = torch.float64):
    x, y = line(rows, features)
    return x, (y + 2 + torch.randn(rows, dtype=torch.float64) > 0).to(dtype)


@scenario("walks down the gradient in `fit_logistic`", cases=[(0, 1), (1, 1), (2, 3), (30, 3)])
def logistic(answer: Answer, steps: int, features: int):
    x, y = labeled(14, features)
    x = x + 0.5
    answer.given(x, "x"), answer.given(y, "y")
    return {"(weight, bias)": answer.fit_logistic(x, y, 0.5, steps)}


@scenario("decays the weight, and not the bias", cases=[(2, 0.1), (30, 0.5)])
def decay(answer: Answer, steps: int, weight_decay: float):
    x, y = labeled(14, 3)
    return {"(weight, bias)": answer.fit_logistic(x + 0.5, y, 0.3, steps, weight_decay)}


@scenario("takes labels of any dtype", cases=[(torch.int64,), (torch.bool,), (torch.uint8,), (torch.float32,)])
def labels(answer: Answer, dtype: torch.dtype):
    x, y = labeled(14, 2, dtype)
    return {"(weight, bias)": answer.fit_logistic(x, y, 0.5, 5)}


@scenario("stays finite when logits are in the thousands", cases=[(10.0,), (1000.0,)])
def certain(answer: Answer, size: float):
    x = size * torch.tensor([[1.0], [-1.0], [0.5], [-0.5], [2.0]])
    return {"(weight, bias)": answer.fit_logistic(x, torch.tensor([1.0, 0.0, 1.0, 0.0, 0.0]), 0.1, 3)}


@scenario("gives plain tensors in the dtype of `x` in `fit_logistic`", cases=[(torch.float64,), (torch.float32,)])
def logistic_plain(answer: Answer, dtype: torch.dtype):
    x, y = labeled(9, 2)
    weight, bias = answer.fit_logistic(x.to(dtype), y, 0.5, 2)
    return {
        "weight": (weight.shape, weight.dtype, weight.requires_grad),
        "bias": (bias.shape, bias.dtype, bias.requires_grad),
    }
