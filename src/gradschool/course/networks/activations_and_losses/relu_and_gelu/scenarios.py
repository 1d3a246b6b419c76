"""What is observed of an answer to `relu` and `gelu`."""

import torch

from gradschool.scenarios import Answer, scenario

INF = float("inf")
NAN = float("nan")


@scenario("keeps positives and replaces negatives by 0 in `relu`", cases=[((),), ((3,),), ((2, 0),), ((2, 3, 5),)])
def relu_values(answer: Answer, shape: tuple[int, ...]):
    return {"relu(input)": answer.relu(answer.given(torch.randn(shape)))}


@scenario("keeps NaN and inf in `relu`, and replaces -inf by 0", cases=[(0.0,), (-0.0,), (INF,), (-INF,), (NAN,)])
def relu_infinities(answer: Answer, value: float):
    return {f"relu([{value}])": answer.relu(torch.tensor([value]))}


@scenario("has the gradient 1 on the right and 0 on the left in `relu`")
def relu_gradient(answer: Answer):
    values = torch.tensor([-2.0, -0.1, 0.1, 3.0], dtype=torch.float64, requires_grad=True)
    answer.relu(values).backward(torch.tensor([5.0, 6.0, 7.0, 8.0], dtype=torch.float64))
    return {"input.grad for the weights 5, 6, 7, 8": values.grad}


@scenario("has a gradient from 0 to 1 at the kink of `relu`")
def relu_kink(answer: Answer):
    value = torch.zeros(1, requires_grad=True)
    answer.relu(value).sum().backward()
    slope = float("nan") if value.grad is None else value.grad.item()
    return {"0 <= input.grad <= 1": 0 <= slope <= 1}


@scenario(
    "gives back the dtype that it got in `relu`",
    cases=[(torch.int64,), (torch.int8,), (torch.float64,), (torch.bfloat16,), (torch.float16,)],
)
def relu_dtypes(answer: Answer, dtype: torch.dtype):
    return {"relu([-3, 0, 100])": answer.relu(answer.given(torch.tensor([-3, 0, 100], dtype=dtype)))}


@scenario("makes a new tensor in `relu`, even of positives alone")
def relu_is_new(answer: Answer):
    values = answer.given(torch.tensor([1.0, 2.0]))
    result = answer.relu(values)
    shared = result.untyped_storage().data_ptr() == values.untyped_storage().data_ptr()
    return {"relu([1., 2.])": result, "shares memory with input": shared}


@scenario(
    "is the exact form of `gelu` unless told otherwise, to the last digits of float64",
    cases=[((),), ((5,),), ((0, 2),), ((2, 3, 5),)],
    rtol=1e-9,
    atol=1e-10,
)
def gelu_exact(answer: Answer, shape: tuple[int, ...]):
    values = answer.given(2 * torch.randn(shape, dtype=torch.float64))
    return {"gelu(input)": answer.gelu(values), 'gelu(input, "none")': answer.gelu(values, "none")}


@scenario("is the tanh form of `gelu` if told so", cases=[((5,),), ((2, 3, 5),)])
def gelu_tanh(answer: Answer, shape: tuple[int, ...]):
    values = answer.given(2 * torch.randn(shape, dtype=torch.float64))
    return {'gelu(input, approximate="tanh")': answer.gelu(values, approximate="tanh")}


@scenario("sends the right gradient through `gelu`", cases=[("none",), ("tanh",)])
def gelu_gradient(answer: Answer, approximate: str):
    values = (2 * torch.randn(6, dtype=torch.float64)).requires_grad_()
    answer.gelu(values, approximate).backward(torch.randn(6, dtype=torch.float64))
    return {"input.grad": values.grad}


@scenario("refuses any other `approximate` in `gelu`", cases=[("sigmoid",), ("None",)])
def gelu_unknown(answer: Answer, approximate: str):
    return {f'gelu(input, "{approximate}")': answer.attempt(answer.gelu, torch.ones(1), approximate)}


@scenario(
    "stays finite and keeps its dtype in half precision, in `gelu`",
    cases=[(form, dtype) for dtype in (torch.float16, torch.bfloat16) for form in ("none", "tanh")],
    rtol=1e-2,
    atol=2e-3,
)
def gelu_half(answer: Answer, approximate: str, dtype: torch.dtype):
    values = answer.given(torch.tensor([-60000.0, -50.0, -1.0, 0.5, 50.0, 60000.0], dtype=dtype))
    return {f'gelu(input, "{approximate}")': answer.gelu(values, approximate)}


@scenario("has a finite gradient in half precision, in `gelu`", cases=[("none",), ("tanh",)], rtol=1e-2, atol=2e-3)
def gelu_half_gradient(answer: Answer, approximate: str):
    values = torch.tensor([-60000.0, -1.0, 0.5, 60000.0], dtype=torch.float16, requires_grad=True)
    answer.gelu(values, approximate).sum().backward()
    return {"input.grad for [-60000, -1, 0.5, 60000]": values.grad}
