"""What is observed of an answer to `safe_norm`."""

import torch

from gradschool.scenarios import Answer, common, scenario


@scenario("measures the length of a vector", cases=[([3.0, 4.0],), ([-2.0],), ([1.0, -2.0, 2.0],)])
def one(answer: Answer, values: list[float]):
    x = answer.given(torch.tensor(values), "x")
    return {"safe_norm(x)": answer.safe_norm(x)}


@scenario(
    "takes any axis, and keeps it if asked",
    cases=[((2, 3), 0, False), ((2, 3), -1, True), ((2, 3, 4), 1, False), ((2, 3, 4), -3, True)],
)
def axes(answer: Answer, shape: tuple[int, ...], dim: int, keepdim: bool):
    x = answer.given(torch.randn(shape), "x")
    return {
        "safe_norm(x, dim, keepdim)": answer.safe_norm(x, dim, keepdim),
        "safe_norm(x, keepdim=keepdim)": answer.safe_norm(x, keepdim=keepdim),
    }


@scenario("is exactly 0 for a zero vector", cases=[((2,),), ((2, 3),)])
def zero(answer: Answer, shape: tuple[int, ...]):
    norm = answer.safe_norm(torch.zeros(shape))
    return {"safe_norm(zeros)": norm, "is exactly 0": bool((norm == 0).all())}


@scenario("has the gradient 0 at a zero vector", cases=[((2,),), ((2, 3),)])
def gradient_at_zero(answer: Answer, shape: tuple[int, ...]):
    x = torch.zeros(shape, requires_grad=True)
    norm = answer.safe_norm(x)
    norm.backward(torch.randn(norm.shape))
    return {"x.grad": x.grad}


@scenario("keeps a zero row from spoiling the others", cases=[(1,), (0,)])
def beside_zero(answer: Answer, dim: int):
    table = torch.tensor([[3.0, 4.0], [0.0, 0.0], [-1.0, 2.0]], dtype=torch.float64)
    x = (table if dim else table.T.contiguous()).requires_grad_()
    norm = answer.safe_norm(x, dim=dim)
    norm.backward(torch.tensor([1.0, 2.0, -3.0], dtype=torch.float64))
    return {"safe_norm(x, dim)": norm, "x.grad": x.grad}


@scenario("lets padded rows through a layer without a NaN")
def padded(answer: Answer):
    weight = torch.randn(2, 3, requires_grad=True)
    batch = torch.tensor([[1.0, 2.0], [0.0, 0.0]])
    (answer.safe_norm(batch @ weight) - 1).square().sum().backward()
    return {"weight.grad is finite": bool(weight.grad.isfinite().all()), "weight.grad": weight.grad}


@scenario("measures tiny vectors as they are", cases=[(1e-3,), (1e-7,)], atol=0.0)
def tiny(answer: Answer, size: float):
    x = torch.tensor([3 * size, 4 * size], requires_grad=True)
    norm = answer.safe_norm(x)
    norm.backward()
    return {"safe_norm([3 size, 4 size])": norm, "x.grad": x.grad}


@scenario("does not overflow in half precision", cases=[(100.0,), (1000.0,), (1e4,)], rtol=4e-3)
def half(answer: Answer, size: float):
    x = torch.tensor([3 * size, 4 * size], dtype=torch.float16, requires_grad=True)
    norm = answer.safe_norm(x)
    norm.backward()
    return {"safe_norm([3 size, 4 size])": norm, "x.grad": x.grad}


@scenario("has the gradient 0 at zero in half precision too", cases=[(torch.float16,), (torch.bfloat16,)])
def half_zero(answer: Answer, dtype: torch.dtype):
    x = torch.zeros(2, 2, dtype=dtype, requires_grad=True)
    norm = answer.safe_norm(x)
    norm.sum().backward()
    return {"safe_norm(zeros)": norm, "x.grad": x.grad}


@scenario("keeps the digits of float64", rtol=1e-12, atol=0.0)
def double(answer: Answer):
    x = torch.randn(3, 5, dtype=torch.float64)
    return {"safe_norm(x)": answer.safe_norm(x)}


@scenario("hides no NaN and no infinity", cases=[(float("nan"),), (float("inf"),)])
def not_finite(answer: Answer, value: float):
    return {"safe_norm([[value, 1], [3, 4]])": answer.safe_norm(torch.tensor([[value, 1.0], [3.0, 4.0]]))}


core = common(lambda answer, input: answer.safe_norm(input, 0), [(1,), (3,), (3, 1), (4, 3)], empty=[(2, 0)])
