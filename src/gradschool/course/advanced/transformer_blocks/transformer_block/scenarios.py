"""What is observed of an answer to `TransformerBlock`."""

import torch

from gradschool.scenarios import Answer, common, scenario


def made(
    answer: Answer,
    dim: int,
    num_heads: int,
    dtype: torch.dtype = torch.float32,
    dropout: float | None = None,
    scale: float = 0.5,
):
    """The learner's block with weights of the scenario's own, whatever order the layers were made in."""
    options = {} if dropout is None else {"dropout": dropout}
    block = answer.TransformerBlock(dim, num_heads, **options)
    state = sorted(block.state_dict().items())
    block.load_state_dict({name: torch.randn(value.shape) * scale for name, value in state})
    return block.to(dtype)


@scenario("has the twelve entries of GPT-2, and no other state", cases=[(4, 1), (6, 3)])
def state(answer: Answer, dim: int, num_heads: int):
    block = answer.TransformerBlock(dim, num_heads)
    with torch.no_grad():
        block(torch.randn(1, 3, dim))
    return {"block.state_dict()": {name: tuple(value.shape) for name, value in sorted(block.state_dict().items())}}


@scenario("hands on its input where all weights are 0")
def zeros(answer: Answer):
    block, x = answer.TransformerBlock(6, 2), torch.randn(2, 3, 6)
    for parameter in block.parameters():
        torch.nn.init.zeros_(parameter)
    return {"block(x) equals x": torch.equal(block(x), x)}


@scenario("adds attention to the stream where the MLP adds 0", cases=[(1, 2, 1), (3, 4, 1), (5, 12, 3)])
def attention_alone(answer: Answer, time: int, dim: int, num_heads: int):
    block = made(answer, dim, num_heads)
    torch.nn.init.zeros_(block.mlp.c_proj.weight)
    torch.nn.init.zeros_(block.mlp.c_proj.bias)
    return {"block(x)": block(torch.randn(2, time, dim))}


@scenario("adds the MLP to the stream where attention adds 0", cases=[(1, 2, 1), (3, 4, 2)])
def mlp_alone(answer: Answer, time: int, dim: int, num_heads: int):
    block = made(answer, dim, num_heads)
    torch.nn.init.zeros_(block.attn.c_proj.weight)
    torch.nn.init.zeros_(block.attn.c_proj.bias)
    return {"block(x)": block(torch.randn(2, time, dim))}


core = common(
    lambda answer, x: made(answer, x.shape[-1], x.shape[-1] // 2, x.dtype, scale=0.3)(x),
    [(1, 1, 2), (2, 3, 4), (1, 5, 6), (3, 1, 4), (2, 4, 6)],
    arguments=["x"],
)


@scenario("reads streams of any size, large and small", cases=[(100.0,), (0.01,)])
def sizes(answer: Answer, size: float):
    return {"block(x)": made(answer, 6, 2)(torch.randn(2, 4, 6) * size)}


@scenario("lets a token see itself and what came before it", cases=[(1,), (5,)])
def causal(answer: Answer, time: int):
    block, x = made(answer, 4, 2), torch.randn(1, time, 4).requires_grad_()
    outputs = block(x)[0]
    seen = [torch.autograd.grad(each.sum(), x, retain_graph=True)[0][0].abs().sum(-1) > 0 for each in outputs]
    return {"(output, token): depends on it": torch.stack(seen)}


@scenario("takes a sequence of any length", cases=[(2,), (1100,), (2100,)], rtol=1e-4, atol=1e-4)
def lengths(answer: Answer, time: int):
    with torch.no_grad():
        return {"the last token of block(x)": made(answer, 2, 1)(torch.randn(1, time, 2))[:, -1]}


@scenario("sends the right gradient to every parameter", rtol=1e-5, atol=1e-8)
def gradient(answer: Answer):
    block, x = made(answer, 4, 2, torch.float64), torch.randn(2, 3, 4, dtype=torch.float64)
    output = block(x)
    output.backward(torch.randn(output.shape, dtype=output.dtype))
    return {f"{name}.grad": param.grad for name, param in sorted(block.named_parameters())}


@scenario("can be stacked, and trained")
def stacked(answer: Answer):
    first, second = made(answer, 4, 2, torch.float64), made(answer, 4, 2, torch.float64)
    output = second(first(torch.randn(2, 3, 4, dtype=torch.float64)))
    output.backward(torch.randn(output.shape, dtype=torch.float64))
    return {f"{name}.grad of the first": param.grad for name, param in sorted(first.named_parameters())}


@scenario("hands on its input with dropout=1.0 in training mode")
def all_dropped(answer: Answer):
    block, x = made(answer, 6, 2, dropout=1.0).train(), torch.randn(2, 4, 6)
    return {"block(x) equals x": torch.equal(block(x), x)}


@scenario("drops from both branches, element by element, in training mode", cases=[(0.3,), (0.6,)])
def dropped(answer: Answer, dropout: float):
    block, x = made(answer, 8, 2, dropout=dropout).train(), torch.randn(8, 64, 8)
    kept = (block(x) != x).float()  # an element is untouched where both branches dropped it
    share = 1 - kept.mean().item()
    rows = (kept.sum(-1) == 0).float().mean().item()
    return {
        "share of elements that neither branch touched is about dropout²": abs(share - dropout**2) < 0.05,
        "whole tokens that neither branch touched are rare": rows < 0.08,
    }


@scenario("scales what it keeps", cases=[(0.5,), (0.8,)])
def scaled(answer: Answer, dropout: float):
    block = made(answer, 4, 2, dropout=dropout).train()
    for parameter in block.mlp.c_proj.parameters():
        torch.nn.init.zeros_(parameter)
    torch.nn.init.zeros_(block.attn.c_proj.weight)
    torch.nn.init.ones_(block.attn.c_proj.bias)
    with torch.no_grad():
        added = block(torch.zeros(4, 16, 4)).unique()
    return {"what attention adds if it would add 1": added}


@scenario("drops nothing in evaluation mode", cases=[(0.5,), (1.0,)])
def evaluated(answer: Answer, dropout: float):
    block, x = made(answer, 6, 2, dropout=dropout).eval(), torch.randn(2, 4, 6)
    return {"block.eval()(x)": block(x)}


@scenario("refuses a width that the heads do not divide", cases=[(10, 3), (6, 4)])
def divisible(answer: Answer, dim: int, num_heads: int):
    def build():
        return sorted(name for name, _ in answer.TransformerBlock(dim, num_heads).named_parameters())

    return {f"TransformerBlock({dim}, {num_heads})": answer.attempt(build)}
