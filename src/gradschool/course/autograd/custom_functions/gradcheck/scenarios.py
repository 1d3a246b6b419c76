"""What is observed of an answer to `gradcheck`."""

from collections.abc import Callable

import torch

from gradschool.scenarios import Answer, scenario

Func = Callable[..., torch.Tensor]


def drawn(*shape: int) -> torch.Tensor:
    """Float64, away from 0, where a few of the functions have a kink."""
    signs = torch.randint(2, shape, dtype=torch.float64) * 2 - 1
    return (signs * (0.5 + torch.rand(shape, dtype=torch.float64))).requires_grad_()


def function(forward: Func, backward: Func) -> Func:
    """An operator with a backward of its own, `backward(x, grad_output)`."""

    class Operator(torch.autograd.Function):
        @staticmethod
        def forward(x):
            return forward(x)

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.save_for_backward(*inputs)

        @staticmethod
        def backward(ctx, grad_output):
            return backward(*ctx.saved_tensors, grad_output)

    return Operator.apply


RIGHT = {
    "sin": torch.sin,
    "sum of squares": lambda x: x.square().sum(),
    "cumsum": lambda x: x.cumsum(0),
    "exp(5 x)": lambda x: (5 * x).exp(),
    "softmax": lambda x: x.softmax(-1),
    "outer product with itself": lambda x: x[:, None] * x,
    "1000 sin": lambda x: 1000 * x.sin(),
    "x": lambda x: x,
    "only the first element": lambda x: x[:1],
}
WRONG = {
    "half of the derivative detached": lambda x: x * x.detach(),
    "straight-through rounding": lambda x: x + (x.round() - x).detach(),
    "detached": lambda x: x.detach().square(),
    "square, gradient 3 x": function(lambda x: x.square(), lambda x, g: g * 3 * x),
    "cumsum, gradient cumsum": function(lambda x: x.cumsum(0), lambda x, g: g.cumsum(0)),
    "exp, gradient in float32": function(lambda x: (9 * x).exp(), lambda x, g: g * 9 * (9 * x.float()).exp().double()),
    "wrong in its last output": function(torch.sin, lambda x, g: g * x.cos() * torch.arange(len(x)).ne(len(x) - 1)),
    "a derivative of NaN": function(lambda x: x.abs(), lambda x, g: g * torch.full_like(x, float("nan"))),
    "average of what arrives": function(lambda x: 2 * x, lambda x, g: 2 * g.mean().expand_as(x)),
}
IGNORES = {
    "elementwise": function(torch.sin, lambda x, g: x.cos()),
    "sum of squares": function(lambda x: x.square().sum(), lambda x, g: 2 * x),
}


@scenario("agrees with autograd where it is right", cases=[("sin",), ("sum of squares",), ("x",), ("cumsum",)])
def right(answer: Answer, func: str):
    return {"gradcheck(func, (x,))": answer.gradcheck(RIGHT[func], (drawn(3),))}


@scenario("sees that a derivative is wrong", cases=[("half of the derivative detached",), ("square, gradient 3 x",)])
def wrong(answer: Answer, func: str):
    return {"gradcheck(func, (x,))": answer.gradcheck(WRONG[func], (drawn(3),))}


# Twenty elements: a third of the derivatives near 1000 happen to survive a rounding to float32, but not twenty of them.
@scenario("measures with differences to both sides", cases=[("exp(5 x)", 3), ("1000 sin", 20)])
def curved(answer: Answer, func: str, size: int):
    return {"gradcheck(func, (x,))": answer.gradcheck(RIGHT[func], (drawn(size).detach().abs().requires_grad_(),))}


@scenario(
    "looks at every output and every input element by itself",
    cases=[
        ("wrong in its last output",),
        ("cumsum, gradient cumsum",),
        ("average of what arrives",),
        ("straight-through rounding",),
        ("exp, gradient in float32",),
    ],
)
def each(answer: Answer, func: str):
    x = torch.tensor([0.3, -0.8, 1.2], dtype=torch.float64, requires_grad=True)
    return {"gradcheck(func, (x,))": answer.gradcheck(WRONG[func], (x,))}


@scenario(
    "takes results and inputs of any shape",
    cases=[("softmax", (2, 3)), ("sin", ()), ("outer product with itself", (3,)), ("sin", (2, 1, 2))],
)
def shapes(answer: Answer, func: str, shape: tuple[int, ...]):
    return {"gradcheck(func, (x,))": answer.gradcheck(RIGHT[func], (drawn(*shape),))}


@scenario("catches a backward that ignores what arrives", cases=[("elementwise",), ("sum of squares",)])
def ignored(answer: Answer, func: str):
    return {"gradcheck(func, (x,))": answer.gradcheck(IGNORES[func], (drawn(3),))}


@scenario("checks every input that requires a gradient", cases=[(0,), (1,), (2,)])
def several(answer: Answer, wrong_one: int):
    def product(*tensors: torch.Tensor) -> torch.Tensor:
        x, y, z = (t.detach() * 0.5 + t * 0.5 if number == wrong_one else t for number, t in enumerate(tensors))
        return x @ y + z

    inputs = (drawn(2, 3), drawn(3, 2), drawn(2))
    kept = tuple(t.detach().requires_grad_(number != wrong_one) for number, t in enumerate(inputs))
    return {
        "all of them checked": answer.gradcheck(product, inputs),
        "the wrong one not": answer.gradcheck(product, kept),
    }


@scenario("counts a missing path as the derivative 0", cases=[("detached",), ("an input not used",), ("a constant",)])
def missing(answer: Answer, func: str):
    unused = {"an input not used": lambda x, y: y.exp(), "a constant": lambda x, y: torch.ones(2, dtype=torch.float64)}
    if func in unused:
        return {"gradcheck(func, (x, y))": answer.gradcheck(unused[func], (drawn(2), drawn(3)))}
    return {"gradcheck(func, (x,))": answer.gradcheck(WRONG[func], (drawn(2),))}


@scenario(
    "never takes NaN or infinity for agreement", cases=[("a derivative of NaN",), ("sqrt at 0",), ("1 / x at 0",)]
)
def not_finite(answer: Answer, func: str):
    at_zero = {"sqrt at 0": torch.sqrt, "1 / x at 0": torch.reciprocal}
    x = torch.zeros(2, dtype=torch.float64, requires_grad=True) if func in at_zero else drawn(2)
    return {"gradcheck(func, (x,))": answer.gradcheck((at_zero | WRONG)[func], (x,))}


@scenario("forgives as much as `atol` says", cases=[(1e-3, 1e-5), (1e-3, 1e-7), (0.1, 1e-5), (0.1, 0.02)])
def tolerance(answer: Answer, eps: float, atol: float):
    # For a cube the central difference is off by eps ** 2, whatever x is.
    x = drawn(2)
    return {"gradcheck(cube, (x,), eps, atol)": answer.gradcheck(lambda x: x**3, (x,), eps=eps, atol=atol)}


@scenario("nudges by 1e-6 and forgives 1e-5 if nobody says otherwise", cases=[(7e6,), (1.5e7,)])
def defaults(answer: Answer, size: float):
    # At 0 the central difference of a cube is off by size * eps ** 2 and nothing is rounded: 7e-6, and 1.5e-5.
    x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    return {"gradcheck(size * cube, (zeros,))": answer.gradcheck(lambda x: size * x**3, (x,))}


@scenario("nudges inputs of any layout", cases=[("transposed",), ("every second element",)])
def layouts(answer: Answer, layout: str):
    x = drawn(3, 2).detach()
    x = x.mT if layout == "transposed" else x.repeat_interleave(2, 1)[:, ::2]
    x.requires_grad_()
    return {"gradcheck(cumsum, (x,))": answer.gradcheck(RIGHT["cumsum"], (x,))}


@scenario("leaves the inputs as they were")
def purity(answer: Answer):
    x, y = answer.given(drawn(40), "x"), answer.given(drawn(40), "y")
    result = answer.gradcheck(lambda x, y: (x * y).sum(), (x, y))
    return {
        "gradcheck(func, (x, y))": result,
        "x.grad": x.grad,
        "y.grad": y.grad,
        "x still requires a gradient": x.requires_grad,
        "gradients are still recorded": torch.is_grad_enabled(),
    }
