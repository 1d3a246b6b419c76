"""What is observed of an answer to `SiLU`."""

import torch

from gradschool.scenarios import Answer, scenario


@scenario("computes x * sigmoid(x) for any shape", cases=[((),), ((3,),), ((2, 3),), ((0, 2),)])
def values(answer: Answer, shape: tuple[int, ...]):
    x = answer.given(torch.randn(shape), "x")
    return {"SiLU.apply(x)": answer.SiLU.apply(x)}


@scenario("has the right slope, one input at a time", cases=[(0.0,), (1.5,), (-3.0,)])
def slope(answer: Answer, x: float):
    at = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    answer.SiLU.apply(at).backward()
    return {"x.grad": at.grad}


@scenario("multiplies by the gradient that arrives")
def upstream(answer: Answer):
    x = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    weights = torch.randn(2, 3, dtype=torch.float64)  # all ones, as `sum()` sends, would hide a forgotten grad_output
    (weights * answer.SiLU.apply(x)).sum().backward()
    return {"x.grad of sum(weights * SiLU.apply(x))": x.grad}


@scenario("stays finite far out", cases=[(-100.0,), (-200.0,), (200.0,)])
def far_out(answer: Answer, x: float):
    at = torch.tensor([x, 1.0], requires_grad=True)
    y = answer.SiLU.apply(at)
    y.sum().backward()
    return {"SiLU.apply([x, 1])": y.detach(), "x.grad": at.grad}


@scenario("can be differentiated twice")
def twice(answer: Answer):
    x = torch.randn(4, dtype=torch.float64, requires_grad=True)
    (first,) = torch.autograd.grad(answer.SiLU.apply(x).square().sum(), x, create_graph=True)
    seen = {"first derivative of SiLU(x)**2": first, "second derivative of SiLU(x)**2": None}
    if first.requires_grad:
        first.sum().backward()
        seen["second derivative of SiLU(x)**2"] = x.grad
    return seen


@scenario("works under torch.func.grad")
def transformed(answer: Answer):
    x = torch.randn(3, dtype=torch.float64)
    return {
        "torch.func.grad(lambda x: SiLU.apply(x).sum())(x)": torch.func.grad(lambda x: answer.SiLU.apply(x).sum())(x)
    }


@scenario("works under torch.func.vmap")
def mapped(answer: Answer):
    x = torch.randn(3, 2, dtype=torch.float64)
    return {"torch.func.vmap(SiLU.apply)(x)": torch.func.vmap(answer.SiLU.apply)(x)}


@scenario("never uses a value that was changed after the forward pass")
def changed_afterwards(answer: Answer):
    def gradient(change: bool) -> torch.Tensor:
        leaf = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
        x = leaf * 1
        y = answer.SiLU.apply(x)
        if change:
            with torch.no_grad():
                x.zero_()
        y.sum().backward()
        return leaf.grad

    honest = gradient(change=False)
    try:
        # A backward that did not keep `x` at all may go on: its gradient is still that of the forward pass.
        noticed = torch.allclose(gradient(change=True), honest)
    except RuntimeError:
        noticed = True
    return {"raises, or keeps the gradient of the forward pass": noticed}


# Loose, because the derivative has several right forms, which round differently.
@scenario("keeps half precision", cases=[(torch.bfloat16,), (torch.float16,)], rtol=0.05, atol=0.02)
def halves(answer: Answer, dtype: torch.dtype):
    x = torch.tensor([-2.0, 0.5, 3.0], dtype=dtype, requires_grad=True)
    y = answer.SiLU.apply(x)
    y.sum().backward()
    return {"SiLU.apply(x)": y.detach(), "x.grad": x.grad}
