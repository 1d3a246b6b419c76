"""What is observed of an answer to `hvp`."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from gradschool.scenarios import Answer, scenario


def coupled(x: torch.Tensor) -> torch.Tensor:
    """Neighbors meet, so that the Hessian is not diagonal, and no two entries of it are alike."""
    return (x[:-1] * x[1:] ** 2).sum() + (x**4).sum() / 2


@scenario("multiplies the Hessian by v", cases=[(2,), (5,)])
def product(answer: Answer, size: int):
    x = answer.given(torch.randn(size, dtype=torch.float64), "x")
    v = answer.given(torch.randn(size, dtype=torch.float64), "v")
    return {"hvp(f, x, v)": answer.hvp(coupled, x, v)}


@scenario("takes x of any shape", cases=[((),), ((1,),), ((2, 3),)])
def shapes(answer: Answer, shape: tuple[int, ...]):
    x, v = torch.randn(shape), torch.randn(shape)
    return {"hvp(f, x, v)": answer.hvp(lambda x: x.sin().sum() * x.square().sum(), x, v)}


@scenario("gives 0 where f does not bend")
def linear(answer: Answer):
    weight, x, v = torch.randn(3), torch.randn(3), torch.randn(3)
    return {"hvp(lambda x: (weight * x).sum(), x, v)": answer.hvp(lambda x: (weight * x).sum(), x, v)}


@scenario("leaves x as it was", cases=[(False,), (True,)])
def traces(answer: Answer, x_requires_grad: bool):
    x = torch.randn(3).requires_grad_(x_requires_grad)
    if x_requires_grad:
        x.grad = torch.ones(3)
    result = answer.hvp(coupled, x, torch.randn(3))
    untouched = x.grad is None or torch.equal(x.grad, torch.ones(3))
    return {
        "hvp(f, x, v)": result.detach(),
        "x.requires_grad afterwards": x.requires_grad,
        "x.grad is what it was": untouched and (x.grad is not None) == x_requires_grad,
    }


@scenario("leaves no gradient on the parameters that f uses")
def parameters(answer: Answer):
    weight = torch.randn(3, 3, requires_grad=True)
    result = answer.hvp(lambda x: torch.tanh(weight @ x).sum(), torch.randn(3), torch.randn(3))
    return {"hvp(f, x, v)": result.detach(), "weight.grad is None": weight.grad is None}


class Counter(TorchDispatchMode):
    """The operations that ran, and the largest tensor that one of them returned."""

    def __init__(self) -> None:
        super().__init__()
        self.operations, self.largest = 0, 0

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        self.operations += 1
        for part in result if isinstance(result, tuple | list) else (result,):
            if isinstance(part, torch.Tensor):
                self.largest = max(self.largest, part.numel())
        return result


def counted(answer: Answer, size: int) -> Counter:
    with Counter() as counter:
        answer.hvp(coupled, torch.randn(size), torch.randn(size))
    return counter


@scenario("never holds the whole Hessian", cases=[(60,)])
def memory(answer: Answer, size: int):
    return {"every tensor has fewer than size * size numbers": counted(answer, size).largest < size * size}


@scenario("costs no more passes for a larger x")
def passes(answer: Answer):
    small, large = counted(answer, 4).operations, counted(answer, 40).operations
    return {"40 numbers take about as many operations as 4": large < 2 * small}
