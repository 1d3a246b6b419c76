"""What is observed of an answer to `kaiming_normal_`.

The spread of n draws is known to 1/√(2n) of itself: 0.3 % for 50,000. The limits are wider than six of those.
"""

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario


def spread(answer: Answer, shape: tuple[int, ...], **options: str) -> dict[str, object]:
    """The standard deviation of what is left in the tensor."""
    tensor = torch.zeros(shape, dtype=torch.float64)
    answer.kaiming_normal_(tensor, **options)
    return {
        "standard deviation": round(tensor.std().item(), 5),
        "mean is near 0": bool(tensor.mean().abs() < tensor.std() / 30),
    }


@scenario(
    "has the spread √(2 / in) for a linear weight",
    cases=[((500, 100),), ((100, 500),), ((225, 225),)],
    rtol=0.03,
    atol=1e-4,
)
def linear(answer: Answer, shape: tuple[int, ...]):
    return spread(answer, shape)


@scenario("has the spread √(2 / out) with mode fan_out", cases=[((500, 100),), ((100, 500),)], rtol=0.03, atol=1e-4)
def fan_out(answer: Answer, shape: tuple[int, ...]):
    return spread(answer, shape, mode="fan_out")


@scenario(
    "counts the window of a convolution too, in both modes",
    cases=[
        ((300, 100, 2), "fan_in"),
        ((100, 40, 3, 5), "fan_in"),
        ((100, 40, 3, 5), "fan_out"),
        ((60, 40, 2, 3, 4), "fan_in"),
    ],
    rtol=0.03,
    atol=1e-4,
)
def convolution(answer: Answer, shape: tuple[int, ...], mode: str):
    return spread(answer, shape, mode=mode)


@scenario(
    "takes the gain of the nonlinearity",
    cases=[("linear",), ("sigmoid",), ("tanh",), ("relu",)],
    rtol=0.03,
    atol=1e-4,
)
def gain(answer: Answer, nonlinearity: str):
    return spread(answer, (300, 200), nonlinearity=nonlinearity)


@scenario("draws from a normal distribution", rtol=0.05, atol=0.05)
def normal(answer: Answer):
    tensor = torch.zeros(300, 400, dtype=torch.float64)
    answer.kaiming_normal_(tensor)
    scaled = (tensor - tensor.mean()) / tensor.std()
    return {"kurtosis, 3 for a normal distribution": scaled.pow(4).mean().item()}


@scenario(
    "writes into the tensor that it was given, and returns it",
    cases=[("a tensor",), ("a transposed view",), ("float16",)],
)
def in_place(answer: Answer, what: str):
    tensor = torch.zeros(6, 4, dtype=torch.float16 if what == "float16" else torch.float32)
    tensor = tensor.T if what == "a transposed view" else tensor
    address, dtype = tensor.data_ptr(), tensor.dtype
    returned = answer.kaiming_normal_(tensor)
    return {
        "the tensor was filled": int((tensor != 0).sum()) > 20,
        "the very tensor is returned": returned is tensor,
        "memory and dtype are the same": tensor.data_ptr() == address and tensor.dtype == dtype,
    }


@scenario("leaves a parameter a leaf that requires its gradient", cases=[(True,), (False,)])
def parameter(answer: Answer, requires_grad: bool):
    weight = nn.Parameter(torch.zeros(6, 4), requires_grad=requires_grad)
    before = weight.detach().clone()
    answer.kaiming_normal_(weight)
    return {
        "changed": not torch.equal(weight, before),
        "is_leaf, requires_grad": [weight.is_leaf, weight.requires_grad],
        "grad mode is still on": torch.is_grad_enabled(),
    }


@scenario("takes its numbers from the generator, and from no other")
def generator(answer: Answer):
    draws = []
    answer.drew = False
    for seed in (1, 1, 2):
        tensor = torch.zeros(5, 4)
        answer.kaiming_normal_(tensor, generator=torch.Generator().manual_seed(seed))
        draws.append(tensor)
    return {
        "the same seed gives the same numbers": bool(torch.equal(draws[0], draws[1])),
        "another seed gives others": not torch.equal(draws[0], draws[2]),
        "takes numbers from the global generator": answer.drew,
    }


@scenario("takes its numbers from the global generator without one, and does not seed it")
def without_generator(answer: Answer):
    function = answer.itself("kaiming_normal_")
    draws = []
    for seed in (3, 4, 3):
        answer.seed(seed)
        first, second = torch.zeros(5, 4), torch.zeros(5, 4)
        function(first)
        function(second)
        draws.append((first, second))
    return {
        "another seed gives others": not torch.equal(draws[0][0], draws[1][0]),
        "the second call gives others": not torch.equal(draws[0][0], draws[0][1]),
        "the same seed gives the same numbers": bool(torch.equal(draws[0][1], draws[2][1])),
    }


@scenario(
    "raises a ValueError where there is no rule, and leaves the tensor alone",
    cases=[((6,), {}), ((), {}), ((6, 4), {"mode": "in"}), ((6, 4), {"nonlinearity": "softmax"})],
)
def no_rule(answer: Answer, shape: tuple[int, ...], options: dict[str, str]):
    tensor = answer.given(torch.ones(shape), "tensor")
    called = answer.attempt(lambda: bool(answer.kaiming_normal_(tensor, **options).isfinite().all()), kind=ValueError)
    return {"kaiming_normal_(tensor, …)": called}
