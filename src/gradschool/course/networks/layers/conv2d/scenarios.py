"""What is observed of an answer to `conv2d`."""

import torch

from gradschool.scenarios import Answer, common, scenario


def kernel(out_channels: int, in_channels: int, height: int, width: int) -> torch.Tensor:
    """Weights that keep the output near 1, so that every tolerance means the same."""
    return torch.randn(out_channels, in_channels, height, width) / (in_channels * height * width) ** 0.5


def ramp(height: int, width: int) -> torch.Tensor:
    """A picture that counts its pixels: what is misplaced shows."""
    return torch.arange(float(height * width)).view(1, 1, height, width)


@scenario("puts the first weight on the upper left pixel of each window", cases=[(2, 2), (3, 3), (1, 2), (2, 3)])
def one_tap(answer: Answer, height: int, width: int):
    weight = torch.zeros(1, 1, height, width)
    weight[..., 0, 0] = 1
    return {"conv2d(a picture that counts, weight)": answer.conv2d(ramp(3, 4), weight)}


@scenario("sums over every channel and every pixel of the window", cases=[(1, 1), (2, 1), (1, 3), (3, 4)])
def sums(answer: Answer, in_channels: int, out_channels: int):
    x = answer.given(torch.randn(2, in_channels, 4, 5))
    weight = answer.given(kernel(out_channels, in_channels, 2, 3), "weight")
    return {"conv2d(input, weight)": answer.conv2d(x, weight)}


core = common(
    lambda answer, input, weight, bias: answer.conv2d(input, weight, bias),
    [
        ((1, 1, 3, 3), (1, 1, 2, 2), (1,)),
        ((1, 2, 3, 3), (3, 2, 1, 1), (3,)),
        ((2, 3, 3, 4), (2, 3, 3, 4), (2,)),
        ((2, 3, 5, 7), (4, 3, 3, 2), (4,)),
    ],
    arguments=("input", "weight", "bias"),
    draw={"weight": lambda shape: kernel(*shape)},
    empty=[((0, 3, 5, 7), (4, 3, 3, 2), (4,))],
    dtypes=(torch.float64, torch.float32),
    layouts=("transposed", "every second element", "channels last"),
)


@scenario(
    "walks in steps of `stride`, and stops where the window no longer fits", cases=[(2,), (3,), ((2, 1),), ((1, 3),)]
)
def stride(answer: Answer, stride: int | tuple[int, int]):
    return {"conv2d(input, weight, stride=stride)": answer.conv2d(ramp(6, 7), torch.ones(1, 1, 3, 3), stride=stride)}


@scenario("adds `padding` zeros on both sides of each axis", cases=[(1,), ((1, 0),), ((0, 2),), ((2, 1),)])
def padding(answer: Answer, padding: int | tuple[int, int]):
    return {
        "conv2d(input, weight, padding=padding)": answer.conv2d(
            1 + ramp(3, 4), 1 + torch.arange(6.0).view(1, 1, 2, 3), padding=padding
        )
    }


@scenario("leaves gaps of `dilation` between the pixels of a window", cases=[(2,), ((1, 2),), ((3, 1),)])
def dilation(answer: Answer, dilation: int | tuple[int, int]):
    return {
        "conv2d(input, weight, dilation=dilation)": answer.conv2d(
            ramp(6, 7), 1 + torch.arange(6.0).view(1, 1, 2, 3), dilation=dilation
        )
    }


@scenario(
    "lets each group of outputs see its own inputs only", cases=[(2, 2, 2), (2, 4, 2), (3, 3, 3), (6, 4, 2), (3, 6, 3)]
)
def groups(answer: Answer, in_channels: int, out_channels: int, groups: int):
    weight = kernel(out_channels, in_channels // groups, 2, 2)
    return {
        "conv2d(input, weight, groups=groups)": answer.conv2d(torch.randn(2, in_channels, 3, 4), weight, groups=groups)
    }


@scenario(
    "takes all of its options together",
    cases=[
        (2, 1, 1, 1),
        (1, 1, 2, 1),
        ((2, 1), (1, 2), 1, 1),
        ((1, 2), (2, 0), (2, 1), 2),
        ((3, 2), (1, 3), (1, 2), 4),
    ],
)
def together(answer: Answer, stride, padding, dilation, groups: int):
    x, weight, bias = torch.randn(2, 4, 7, 8), kernel(4, 4 // groups, 3, 2), torch.randn(4)
    return {
        "conv2d(input, weight, bias, stride, padding, dilation, groups)": answer.conv2d(
            x, weight, bias, stride, padding, dilation, groups
        )
    }


@scenario("carries the right gradient through all of its options", rtol=1e-5, atol=1e-7)
def gradient(answer: Answer):
    tensors = {"input": torch.randn(2, 4, 5, 6), "weight": kernel(4, 2, 3, 2), "bias": torch.randn(4)}
    given = {name: tensor.double().requires_grad_() for name, tensor in tensors.items()}
    result = answer.conv2d(*given.values(), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2)
    result.backward(torch.randn(result.shape, dtype=result.dtype))
    return {f"{name}.grad": tensor.grad for name, tensor in given.items()}


@scenario(
    "raises for channels that do not fit",
    cases=[((1, 3), (1, 1), 1), ((1, 1), (2, 3), 1), ((1, 4), (4, 4), 2), ((1, 4), (4, 1), 2), ((1, 2), (3, 1), 2)],
)
def unfit(answer: Answer, image: tuple[int, int], weights: tuple[int, int], groups: int):
    x, weight = torch.randn(*image, 3, 3), torch.randn(*weights, 2, 2)
    name = f"conv2d(input of {image[1]} channels, weight {(*weights, 2, 2)}, groups={groups})"
    return {name: answer.attempt(lambda: answer.conv2d(x, weight, groups=groups))}


# Sums of twelve halves: added in half or in float32, in any order, they differ by less than this.
@scenario("stays in half precision", cases=[(torch.bfloat16,), (torch.float16,)], rtol=0.1, atol=0.1)
def halves(answer: Answer, dtype: torch.dtype):
    x, weight, bias = torch.randn(1, 3, 4, 4).to(dtype), kernel(2, 3, 2, 2).to(dtype), torch.randn(2).to(dtype)
    return {"conv2d(input, weight, bias)": answer.conv2d(x, weight, bias)}
