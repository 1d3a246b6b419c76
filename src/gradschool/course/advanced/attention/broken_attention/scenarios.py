"""What is observed of the repaired attention."""

import torch

from gradschool.scenarios import Answer, scenario

DIM, HEADS = 8, 2


def made(answer: Answer, dtype=torch.float32, dropout=0.0):
    """The learner's layer with weights of the scenario's own, whatever order the layers were made in."""
    layer = answer.MultiHeadAttention(DIM, HEADS, dropout).to(dtype)
    layer.load_state_dict({name: torch.randn(value.shape) / 2 for name, value in sorted(layer.state_dict().items())})
    return layer.eval()


def sequence(length, dtype=torch.float32, batch=2):
    return torch.randn(batch, length, DIM, dtype=dtype)


def named(pair):
    return {"output": pair[0], "weights": pair[1]}


@scenario("attends without masks, as it did", cases=[(1, 1), (2, 5)])
def plain(answer: Answer, batch: int, time: int):
    layer, x = made(answer), sequence(time, batch=batch)
    return named(layer(x, x, x))


@scenario("takes another number of keys than of queries", cases=[(3, 1), (5, 7), (1, 4)])
def memory(answer: Answer, queries: int, keys: int):
    layer = made(answer)
    return named(layer(sequence(queries), sequence(keys), sequence(keys)))


@scenario("hides the padding", cases=[([2, 4],), ([1, 3],)])
def padding(answer: Answer, lengths):
    layer, x = made(answer), sequence(4)
    is_real = torch.arange(4) < torch.tensor(lengths)[:, None]
    answer.given(is_real, "is_real")
    return named(layer(x, x, x, is_real=is_real))


@scenario("hides the future", cases=[(2,), (5,)])
def future(answer: Answer, time: int):
    layer, x = made(answer), sequence(time)
    return named(layer(x, x, x, causal=True))


@scenario("hides the padding and the future at once")
def both(answer: Answer):
    layer, x = made(answer), sequence(4)
    is_real = torch.tensor([[True, True, True, True], [True, True, False, True]])
    return named(layer(x, x, x, is_real=is_real, causal=True))


@scenario("gives a query that may see nothing the weight 0 everywhere")
def dead(answer: Answer):
    layer, x = made(answer), sequence(3)
    return named(layer(x, x, x, is_real=torch.tensor([[True, True, False], [False, False, False]])))


@scenario("keeps every gradient finite beside such a query", cases=[(False,), (True,)])
def dead_gradient(answer: Answer, causal: bool):
    layer, x = made(answer), sequence(3).requires_grad_()
    is_real = torch.tensor([[False, True, True], [False, False, False]])
    output, _ = layer(x, x, x, is_real=is_real, causal=causal)
    (output * torch.randn(output.shape, dtype=output.dtype)).sum().backward()
    return {"query.grad": x.grad, "v_proj.weight.grad": layer.v_proj.weight.grad}


@scenario("runs in half precision with a mask", cases=[(torch.bfloat16,), (torch.float16,)], rtol=0.03, atol=0.02)
def half(answer: Answer, dtype: torch.dtype):
    layer, x = made(answer, dtype), sequence(3, dtype)
    return named(layer(x, x, x, is_real=torch.tensor([[True, True, False], [True, False, False]])))


@scenario("runs under autocast with a mask", rtol=0.03, atol=0.02)
def autocast(answer: Answer):
    layer, x = made(answer), sequence(3)
    with torch.autocast("cpu", dtype=torch.float16):
        output, _ = layer(x, x, x, causal=True)
    return {"output": output.float()}


@scenario("returns the weights as they are before dropout")
def dropout_weights(answer: Answer):
    layer, x = made(answer, dropout=0.5).train(), sequence(6)
    _, weights = layer(x, x, x)
    return {"the sum of each row of weights, in train mode": weights.sum(-1)}


@scenario("drops weights in train mode, and in eval mode none")
def dropout_output(answer: Answer):
    layer, x = made(answer, dropout=0.5), sequence(6)
    quiet, _ = layer(x, x, x)
    again, _ = layer(x, x, x)
    noisy, _ = layer.train()(x, x, x)
    return {
        "eval mode: twice the same": torch.equal(quiet, again),
        "train mode: the same": torch.allclose(noisy, quiet),
    }


@scenario("refuses a width that the heads do not divide", cases=[(10, 3), (8, 2)])
def divisible(answer: Answer, embed_dim: int, num_heads: int):
    def build():
        return sorted(name for name, _ in answer.MultiHeadAttention(embed_dim, num_heads).named_parameters())

    return {f"MultiHeadAttention({embed_dim}, {num_heads})": answer.attempt(build)}
