"""What is observed of an answer to `Embedding`."""

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario


def unregistered(layer: nn.Module) -> dict[str, object]:
    """What there is to say of a layer whose weight is not a parameter: nothing else about it would tell more."""
    names = [name for name, _ in layer.named_parameters()]
    return {} if "weight" in names else {"layer.named_parameters(), names": names}


def with_table(answer: Answer, table: torch.Tensor, padding_idx: int | None = None):
    """A layer that holds `table`, and what came of giving it; its rows say where they come from."""
    layer = answer.Embedding(*table.shape, padding_idx=padding_idx).to(table.dtype)
    if lacking := unregistered(layer):
        return layer, lacking, False
    loaded = answer.attempt(lambda: str(layer.load_state_dict({"weight": table})))
    name = f"Embedding{tuple(table.shape)}.load_state_dict(nn.Embedding{tuple(table.shape)}.state_dict())"
    return layer, {} if loaded.raised is None else {name: loaded}, loaded.raised is None


def table_of(rows: int, features: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Row 3 is 30, 31, 32…: a wrong row shows which one it is."""
    return 10.0 * torch.arange(rows, dtype=dtype)[:, None] + torch.arange(features, dtype=dtype)


@scenario("keeps its state as nn.Embedding does", cases=[(None,), (1,)])
def state(answer: Answer, padding_idx: int | None):
    layer = answer.Embedding(4, 3, padding_idx)
    return unregistered(layer) or {
        "layer.state_dict(), shapes": {name: tuple(value.shape) for name, value in layer.state_dict().items()}
    }


@scenario("gives the row of each id, whatever the shape of the ids", cases=[((2,),), ((),), ((2, 3),), ((1, 2, 2),)])
def lookup(answer: Answer, shape: tuple[int, ...]):
    layer, seen, loaded = with_table(answer, table_of(5, 3))
    ids = answer.given(torch.randint(5, shape), "ids")
    return seen | ({"layer(ids)": layer(ids).detach()} if loaded else {})


@scenario(
    "takes ids of int32, and none at all", cases=[((3,), torch.int32), ((0,), torch.int64), ((2, 0), torch.int32)]
)
def kinds(answer: Answer, shape: tuple[int, ...], dtype: torch.dtype):
    layer, seen, loaded = with_table(answer, table_of(5, 3))
    return seen | ({"layer(ids)": layer(torch.randint(5, shape).to(dtype)).detach()} if loaded else {})


@scenario("adds up the gradients of an id that stands there several times")
def repeated(answer: Answer):
    layer, seen, loaded = with_table(answer, table_of(4, 2, torch.float64))
    if loaded:
        rows = layer(torch.tensor([[1, 3], [1, 1]]))
        rows.backward(torch.randn(2, 2, 2, dtype=torch.float64))
        seen["weight.grad"] = layer.weight.grad
    return seen


@scenario("starts the padding row at 0", cases=[(2,), (0,), (-1,)])
def padding_starts_at_zero(answer: Answer, padding_idx: int):
    layer = answer.Embedding(4, 3, padding_idx=padding_idx)
    rows = layer.weight.detach().abs().sum(1)
    return {"rows of the new weight that are 0": (rows == 0).nonzero().flatten().tolist()}


@scenario("sends the padding row no gradient", cases=[(2,), (0,), (-1,)])
def padding_gradient(answer: Answer, padding_idx: int):
    layer, seen, loaded = with_table(answer, table_of(4, 2, torch.float64), padding_idx)
    if loaded:
        rows = layer(torch.tensor([[0, 2, 2], [3, 1, 0]]))
        rows.backward(torch.randn(2, 3, 2, dtype=torch.float64))
        seen["weight.grad"] = layer.weight.grad
    return seen


@scenario("gives back what was written into the padding row", cases=[(2,), (0,)])
def padding_is_read(answer: Answer, padding_idx: int):
    layer, seen, loaded = with_table(answer, 7.0 + table_of(4, 2), padding_idx)
    if loaded:
        rows = layer(torch.tensor([padding_idx]))
        seen |= {"layer([padding_idx])": rows.detach(), "weight afterwards": layer.weight.detach()}
    return seen


@scenario("raises for an id without a row", cases=[(-1,), (4,), (-100,)])
def no_such_row(answer: Answer, wrong: int):
    layer, seen, loaded = with_table(answer, table_of(4, 2))
    ids = torch.tensor([0, wrong])
    return seen | ({f"layer([0, {wrong}])": answer.attempt(lambda: layer(ids).detach())} if loaded else {})


@scenario("raises for ids that are not integers", cases=[(1.0,), (1.7,)])
def no_integers(answer: Answer, wrong: float):
    layer, seen, loaded = with_table(answer, table_of(4, 2))
    ids = torch.tensor([wrong])
    return seen | ({f"layer([{wrong}])": answer.attempt(lambda: layer(ids).detach())} if loaded else {})


# The standard deviation of 40,000 draws is known to 0.35 %, their mean to 0.005, their kurtosis to 0.025.
@scenario("starts from a normal distribution of mean 0 and standard deviation 1", rtol=0.03, atol=0.04)
def start(answer: Answer):
    layer = answer.Embedding(1000, 40)
    if lacking := unregistered(layer):
        return lacking
    weight = layer.weight.detach().double()
    mean, std = weight.mean(), weight.std()
    return {
        "weight.mean()": mean.item(),
        "weight.std()": std.item(),
        "kurtosis of the weight, 3 for a normal one": round(((weight - mean) / std).pow(4).mean().item() / 3, 3) * 3,
    }
