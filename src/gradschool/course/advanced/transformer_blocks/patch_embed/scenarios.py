"""What is observed of an answer to `sincos_positions` and `PatchEmbed`."""

import torch

from gradschool.scenarios import Answer, common, scenario


def made(answer: Answer, patch_size: int, in_channels: int, dim: int, dtype: torch.dtype = torch.float32):
    """The learner's layer with weights of the scenario's own."""
    layer = answer.PatchEmbed(patch_size, in_channels, dim)
    state = sorted(layer.state_dict().items())
    layer.load_state_dict({name: torch.randn(value.shape) / 2 for name, value in state})
    return layer.to(dtype)


def transparent(answer: Answer, patch_size: int, in_channels: int):
    """A layer whose tokens are the patches, and their positions."""
    dim = in_channels * patch_size**2
    layer = answer.PatchEmbed(patch_size, in_channels, dim)
    layer.load_state_dict({"proj.weight": torch.eye(dim), "proj.bias": torch.zeros(dim)})
    return layer


@scenario("gives every place its vector", cases=[(1, 1, 4), (1, 2, 4), (2, 1, 8), (2, 3, 4), (3, 2, 16), (20, 30, 12)])
def positions(answer: Answer, rows: int, columns: int, dim: int):
    return {"sincos_positions(...)": answer.sincos_positions(rows, columns, dim)}


@scenario("has one linear layer, and no other state", cases=[(1, 1, 4), (2, 3, 8)])
def state(answer: Answer, patch_size: int, in_channels: int, dim: int):
    layer = answer.PatchEmbed(patch_size, in_channels, dim)
    with torch.no_grad():
        layer(torch.randn(1, in_channels, 2 * patch_size, 3 * patch_size))
    return {"layer.state_dict()": {name: tuple(value.shape) for name, value in sorted(layer.state_dict().items())}}


@scenario("cuts patches row by row, each in the order channel, row, column", cases=[(2, 1, 4, 4), (2, 2, 4, 6)])
def cut(answer: Answer, patch_size: int, channels: int, height: int, width: int):
    images = 10 + torch.arange(channels * height * width, dtype=torch.float32).view(1, channels, height, width)
    return {"layer(images) with proj as the identity": transparent(answer, patch_size, channels)(images)}


@scenario(
    "gives the right tokens for images and patches of any size",
    cases=[(1, 1, (1, 1)), (2, 1, (2, 4)), (3, 2, (9, 3)), (2, 3, (6, 4)), (4, 3, (4, 12)), (1, 2, (3, 2))],
)
def values(answer: Answer, patch_size: int, in_channels: int, size):
    images = answer.given(torch.randn(2, in_channels, *size), "images")
    return {"layer(images)": made(answer, patch_size, in_channels, 8)(images)}


@scenario("takes images of another size at the next call")
def another(answer: Answer):
    layer = made(answer, 2, 1, 8)
    sizes = {"4 x 6": (4, 6), "6 x 4": (6, 4), "2 x 10": (2, 10)}
    return {f"layer(images of {name})": layer(torch.randn(1, 1, *size)) for name, size in sizes.items()}


core = common(
    lambda answer, images: made(answer, 2, images.shape[1], 4, images.dtype)(images),
    [(1, 1, 2, 2), (2, 3, 4, 6), (3, 1, 6, 2)],
    arguments=["images"],
    layouts=("transposed", "every second element", "behind an offset", "expanded", "channels last"),
)


@scenario("sends the right gradient to proj", rtol=1e-6, atol=1e-8)
def gradient(answer: Answer):
    layer = made(answer, 2, 2, 4, torch.float64)
    output = layer(torch.randn(2, 2, 4, 6, dtype=torch.float64))
    output.backward(torch.randn(output.shape, dtype=output.dtype))
    return {"parameters that learn": {name: param.grad for name, param in sorted(layer.named_parameters())}}


@scenario("refuses images that the patches do not fill", cases=[(2, (3, 4)), (2, (4, 3)), (3, (2, 2)), (4, (6, 6))])
def filled(answer: Answer, patch_size: int, size):
    layer = answer.PatchEmbed(patch_size, 1, 4)
    return {"layer(images)": answer.attempt(lambda: layer(torch.randn(1, 1, *size)), kind=ValueError)}


@scenario("refuses a width that 4 does not divide", cases=[(6,), (5,)])
def quarters(answer: Answer, dim: int):
    def names():
        return sorted(name for name, _ in answer.PatchEmbed(2, 1, dim).named_parameters())

    return {
        f"sincos_positions(2, 2, {dim})": answer.attempt(lambda: answer.sincos_positions(2, 2, dim), kind=ValueError),
        f"PatchEmbed(2, 1, {dim})": answer.attempt(names, kind=ValueError),
    }
