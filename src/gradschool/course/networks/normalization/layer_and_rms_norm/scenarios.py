"""What is observed of an answer to `layer_norm` and `rms_norm`."""

import torch

from gradschool.scenarios import Answer, scenario

Shape = tuple[int, ...]


def rows(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Rows away from zero, so that a mean that is left in shows."""
    return 2 + 3 * torch.randn(shape, dtype=dtype)


@scenario("normalizes the last axis in `layer_norm`", cases=[((1, 2),), ((3,),), ((4, 5),), ((3, 3),), ((2, 3, 4),)])
def layer_values(answer: Answer, shape: Shape):
    return {"layer_norm(input, (last,))": answer.layer_norm(answer.given(rows(*shape)), shape[-1:])}


@scenario(
    "normalizes several last axes together in `layer_norm`", cases=[((2, 1, 3), 2), ((2, 3, 4), 2), ((2, 3, 4), 3)]
)
def layer_several(answer: Answer, shape: Shape, axes: int):
    return {f"layer_norm(input, {shape[-axes:]})": answer.layer_norm(rows(*shape), shape[-axes:])}


@scenario("applies weight and bias in `layer_norm`", cases=[(True, False), (False, True), (True, True)])
def layer_affine(answer: Answer, with_weight: bool, with_bias: bool):
    weight = answer.given(torch.randn(3, 4), "weight") if with_weight else None
    bias = answer.given(torch.randn(3, 4), "bias") if with_bias else None
    return {"layer_norm(input, (3, 4), weight, bias)": answer.layer_norm(rows(2, 3, 4), (3, 4), weight, bias)}


@scenario("adds eps to the variance, under the root, in `layer_norm`", cases=[(0.5, 1.0), (1e-5, 1e-3)])
def layer_epsilon(answer: Answer, eps: float, size: float):
    values = size * torch.tensor([[1.0, -1.0, 2.0, 0.5]])
    return {"layer_norm(input, (4,), eps=eps)": answer.layer_norm(values, (4,), eps=eps)}


@scenario("gives the bias for a constant row, with a finite gradient, in `layer_norm`")
def layer_constant(answer: Answer):
    values = torch.full((1, 4), 3.0, requires_grad=True)
    result = answer.layer_norm(values, (4,), None, torch.tensor([1.0, 2.0, 3.0, 4.0]))
    (result * torch.tensor([1.0, -2.0, 0.5, 3.0])).sum().backward()
    return {"layer_norm of [3, 3, 3, 3]": result.detach(), "input.grad": values.grad}


# What is asked for is right to about 1e-3 here: float32 keeps seven digits, and 10,000 takes four of them.
@scenario("is right far from zero in `layer_norm`", rtol=1e-2, atol=1e-2)
def layer_far(answer: Answer):
    return {"layer_norm(input + 10000)": answer.layer_norm(torch.randn(2, 16) + 10_000, (16,))}


@scenario("sends the gradient through mean and variance in `layer_norm`", rtol=1e-6, atol=1e-9)
def layer_gradient(answer: Answer):
    values = rows(2, 5, dtype=torch.float64).requires_grad_()
    weight = torch.randn(5, dtype=torch.float64, requires_grad=True)
    bias = torch.randn(5, dtype=torch.float64, requires_grad=True)
    answer.layer_norm(values, (5,), weight, bias).backward(torch.randn(2, 5, dtype=torch.float64))
    return {"input.grad": values.grad, "weight.grad": weight.grad, "bias.grad": bias.grad}


@scenario(
    "survives numbers in the hundreds in half precision, and gives halves back, in `layer_norm`",
    cases=[(torch.float16,), (torch.bfloat16,)],
    rtol=4e-2,
    atol=1e-2,
)
def layer_half(answer: Answer, dtype: torch.dtype):
    values = answer.given((300 * torch.randn(2, 8)).to(dtype))
    return {"layer_norm(input, (8,))": answer.layer_norm(values, (8,), torch.ones(8, dtype=dtype))}


@scenario("keeps every digit of float64", rtol=1e-10, atol=1e-12)
def digits(answer: Answer):
    values = rows(2, 5, dtype=torch.float64)
    return {"layer_norm": answer.layer_norm(values, (5,)), "rms_norm": answer.rms_norm(values, (5,), eps=1e-5)}


@scenario("divides by the root of the mean square in `rms_norm`", cases=[((1, 2),), ((3,),), ((4, 5),), ((3, 3),)])
def rms_values(answer: Answer, shape: Shape):
    return {"rms_norm(input, (last,))": answer.rms_norm(answer.given(rows(*shape)), shape[-1:])}


@scenario("normalizes several last axes together in `rms_norm`, and applies the weight", cases=[(2,), (3,)])
def rms_several(answer: Answer, axes: int):
    shape = (2, 3, 4)[-axes:]
    weight = answer.given(torch.randn(shape), "weight")
    return {f"rms_norm(input, {shape}, weight)": answer.rms_norm(rows(2, 3, 4), shape, weight)}


@scenario("adds eps to the mean square, under the root, in `rms_norm`", cases=[(0.5, 1.0), (1e-5, 1e-3)])
def rms_epsilon(answer: Answer, eps: float, size: float):
    values = size * torch.tensor([[1.0, -1.0, 2.0, 0.5]])
    return {"rms_norm(input, (4,), eps=eps)": answer.rms_norm(values, (4,), eps=eps)}


@scenario(
    "takes the machine epsilon of what it computes in, where `rms_norm` is given none",
    cases=[(torch.float32,), (torch.float64,), (torch.float16,)],
    rtol=1e-2,
)
def rms_default(answer: Answer, dtype: torch.dtype):
    size = 1e-8 if dtype == torch.float64 else 3e-4
    values = (size * torch.tensor([[1.0, -1.0, 2.0, 0.5]], dtype=torch.float64)).to(dtype)
    return {f"rms_norm of numbers near {size:g}": answer.rms_norm(values, (4,))}


@scenario("sends the gradient through the mean square in `rms_norm`", rtol=1e-6, atol=1e-9)
def rms_gradient(answer: Answer):
    values = rows(2, 5, dtype=torch.float64).requires_grad_()
    weight = torch.randn(5, dtype=torch.float64, requires_grad=True)
    answer.rms_norm(values, (5,), weight).backward(torch.randn(2, 5, dtype=torch.float64))
    return {"input.grad": values.grad, "weight.grad": weight.grad}


@scenario(
    "survives numbers in the hundreds in half precision, and gives halves back, in `rms_norm`",
    cases=[(torch.float16,), (torch.bfloat16,)],
    rtol=4e-2,
    atol=1e-2,
)
def rms_half(answer: Answer, dtype: torch.dtype):
    values = answer.given((300 * torch.randn(2, 8)).to(dtype))
    return {"rms_norm(input, (8,))": answer.rms_norm(values, (8,), torch.ones(8, dtype=dtype))}


@scenario("reads any layout, and accepts a batch without examples")
def layouts(answer: Answer):
    turned, none = answer.given(rows(5, 3).T), torch.zeros(0, 3)
    return {
        "layer_norm(input.T, (5,))": answer.layer_norm(turned, (5,)),
        "rms_norm(input.T, (5,))": answer.rms_norm(turned, (5,)),
        "layer_norm of no rows": answer.layer_norm(none, (3,)),
        "rms_norm of no rows": answer.rms_norm(none, (3,)),
    }
