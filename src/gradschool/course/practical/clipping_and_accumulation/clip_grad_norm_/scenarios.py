"""What is observed of an answer to `clip_grad_norm_`."""

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario

inf, nan = float("inf"), float("nan")
Shapes = tuple[tuple[int, ...], ...]


def parameters(*grads: torch.Tensor) -> list[nn.Parameter]:
    """A parameter for each gradient, of its shape, dtype and layout."""
    made = []
    for grad in grads:
        parameter = nn.Parameter(torch.empty_like(grad).fill_(2.0))
        parameter.grad = grad
        made.append(parameter)
    return made


def drawn(shapes: Shapes, norm: float, norm_type: float = 2.0) -> list[torch.Tensor]:
    """Gradients of very different sizes, whose common norm is `norm`; the largest element is negative."""
    grads = []
    for place, shape in enumerate(shapes):
        noise = torch.randn(shape, dtype=torch.float64)
        grads.append(noise.sign() * (0.5 + noise.abs()) * 4**place)  # nothing near 0
    largest = max(float(grad.abs().max()) for grad in grads)
    grads[-1].view(-1)[-1] = -1.25 * largest
    whole = torch.cat([grad.flatten() for grad in grads])
    return [grad * (norm / torch.linalg.vector_norm(whole, norm_type)) for grad in grads]


def grads_of(made: list[nn.Parameter]) -> list[torch.Tensor | None]:
    return [None if parameter.grad is None else parameter.grad.detach() for parameter in made]


def number(norm: object) -> float:
    """What was returned, as a number: dtypes may differ."""
    return float(norm.detach()) if isinstance(norm, torch.Tensor) else float(norm)


@scenario(
    "takes one norm over all gradients, and multiplies all by one factor",
    cases=[(((2,),),), (((2, 3), (3,)),), (((3,), (), (2, 1, 2), (1,)),)],
    rtol=1e-5,
)
def together(answer: Answer, shapes: Shapes):
    made = parameters(*drawn(shapes, 20.0))
    norm = answer.clip_grad_norm_(made, 2.0)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario("returns the norm before clipping, a tensor without dimensions", cases=[(5.0, 1.0), (5.0, 6.0)], rtol=1e-5)
def returned(answer: Answer, norm: float, max_norm: float):
    came = answer.clip_grad_norm_(parameters(*drawn(((2, 3), (3,)), norm)), max_norm)
    is_tensor = isinstance(came, torch.Tensor)
    return {"a tensor": is_tensor, "its shape": tuple(came.shape) if is_tensor else None, "its value": number(came)}


@scenario("leaves every gradient as it was while the norm is within the limit", cases=[(1e-3,), (1.0,), (2.9,)])
def within(answer: Answer, norm: float):
    made = parameters(*answer.given(drawn(((2, 3), (3,)), norm), "gradients"))
    answer.clip_grad_norm_(made, 3.0)
    return {"gradients": grads_of(made)}


@scenario("knows every norm_type", cases=[(1.0,), (3.0,), (0.5,), (inf,)], rtol=1e-5)
def any_norm(answer: Answer, norm_type: float):
    made = parameters(*drawn(((2, 3), (3,), (1,)), 20.0, norm_type))
    norm = answer.clip_grad_norm_(made, 2.0, norm_type=norm_type)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario("takes a generator, or one tensor", cases=[("one tensor",), ("generator",), ("tuple",)], rtol=1e-5)
def iterables(answer: Answer, kind: str):
    made = parameters(*drawn(((2, 3),) if kind == "one tensor" else ((2, 3), (3,)), 20.0))
    ways = {"one tensor": lambda: made[0], "generator": lambda: (each for each in made), "tuple": lambda: tuple(made)}
    norm = answer.clip_grad_norm_(ways[kind](), 2.0)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario("passes over parameters without a gradient", rtol=1e-5)
def some_without(answer: Answer):
    made = parameters(*drawn(((2, 3), (3,)), 20.0))
    made.insert(0, nn.Parameter(torch.ones(2, dtype=torch.float64)))
    norm = answer.clip_grad_norm_(made, 2.0)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario("returns 0 where there is no gradient at all", cases=[(0,), (2,)])
def none_at_all(answer: Answer, count: int):
    made = [nn.Parameter(torch.ones(2)) for _ in range(count)]
    norm = answer.clip_grad_norm_(made, 1.0)
    is_tensor = isinstance(norm, torch.Tensor)
    return {"a tensor": is_tensor, "the norm": number(norm), "gradients": grads_of(made)}


@scenario("leaves gradients of zero at zero")
def zeros(answer: Answer):
    made = parameters(torch.zeros(2, 3), torch.zeros(3))
    norm = answer.clip_grad_norm_(made, 1.0)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario("only measures with max_norm=inf", cases=[(0.0,), (20.0,)])
def measures(answer: Answer, norm: float):
    made = parameters(*answer.given(drawn(((2, 3), (3,)), norm), "gradients"))
    came = answer.clip_grad_norm_(made, inf)
    return {"the norm": number(came), "gradients": grads_of(made)}


@scenario("sets every gradient to zero with max_norm=0")
def nothing_left(answer: Answer):
    made = parameters(*drawn(((2, 3), (3,)), 20.0))
    norm = answer.clip_grad_norm_(made, 0.0)
    return {"the norm": number(norm), "gradients": [grad.abs() for grad in grads_of(made)]}


@scenario("with error_if_nonfinite, refuses before it touches a gradient", cases=[(inf,), (-inf,), (nan,)])
def refuses(answer: Answer, value: float):
    grads = answer.given([torch.tensor([1.0, value]), torch.tensor([4.0])], "gradients")
    made = parameters(*grads)
    call = answer.attempt(answer.clip_grad_norm_, made, 1.0, error_if_nonfinite=True, kind=RuntimeError)
    return {"clip_grad_norm_(…, error_if_nonfinite=True)": call, "gradients": grads_of(made)}


@scenario("with error_if_nonfinite, clips what is finite", rtol=1e-5)
def refuses_nothing_finite(answer: Answer):
    made = parameters(*drawn(((2, 3), (3,)), 20.0))
    norm = answer.clip_grad_norm_(made, 2.0, error_if_nonfinite=True)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario("lets the formula take its course for a norm of inf, or NaN", cases=[(inf,), (nan,)])
def nonfinite(answer: Answer, value: float):
    made = parameters(torch.tensor([value, 2.0]), torch.tensor([4.0]))
    norm = answer.clip_grad_norm_(made, 1.0)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario("scales in place: the same tensors, views of the same buffer", rtol=1e-5)
def in_place(answer: Answer):
    buffer = torch.cat([grad.flatten() for grad in drawn(((2, 3), (3,)), 20.0)])
    grads = [buffer[:6].view(2, 3), buffer[6:]]
    made = parameters(*grads)
    answer.clip_grad_norm_(made, 2.0)
    same = [parameter.grad is grad for parameter, grad in zip(made, grads, strict=True)]
    return {"`.grad` is the tensor that it was": same, "the buffer": buffer}


@scenario(
    "reads and scales gradients of any layout",
    cases=[("transposed",), ("every second element",), ("channels last",)],
    rtol=1e-5,
)
def layouts(answer: Answer, layout: str):
    first, second = drawn(((2, 3, 2, 2), (3,)), 20.0)
    laid = {
        "transposed": lambda: first.transpose(0, 1),
        "every second element": lambda: torch.stack([first, first], -1).flatten(3)[..., ::2],
        "channels last": lambda: first.contiguous(memory_format=torch.channels_last),
    }[layout]()
    made = parameters(laid, second)
    norm = answer.clip_grad_norm_(made, 2.0)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario(
    "keeps each gradient's dtype, and a norm that float16 can hold",
    cases=[
        (torch.float32, torch.float32),
        (torch.bfloat16, torch.float32),
        (torch.float16, torch.float16),
    ],
    rtol=2e-2,
    atol=1e-3,
)
def dtypes(answer: Answer, first: torch.dtype, second: torch.dtype):
    one, two = drawn(((4, 3), (3,)), 2000.0)  # the squares are far beyond float16
    made = parameters(one.to(first), two.to(second))
    norm = answer.clip_grad_norm_(made, 100.0)
    return {"the norm": number(norm), "gradients": grads_of(made)}


@scenario("records nothing, and leaves the parameters alone", rtol=1e-5)
def apart(answer: Answer):
    weight = nn.Parameter(torch.tensor([3.0, -4.0], dtype=torch.float64))
    answer.given([weight], "parameters")
    (grad,) = torch.autograd.grad(weight.square().sum(), weight, create_graph=True)
    weight.grad = grad
    norm = answer.clip_grad_norm_([weight], 1.0)
    follows = isinstance(norm, torch.Tensor) and norm.requires_grad
    return {"the norm has a graph": follows, "the norm": number(norm), "gradients": grads_of([weight])}
