"""What is observed of an answer to `MultiheadAttention`."""

import torch

from gradschool.scenarios import Answer, scenario


def made(answer: Answer, embed_dim, num_heads, bias=True, dtype=torch.float32):
    """The learner's layer with weights of the scenario's own, whatever order the layers were made in."""
    layer = answer.MultiheadAttention(embed_dim, num_heads, bias=bias)
    layer.load_state_dict({name: torch.randn(value.shape) / 2 for name, value in sorted(layer.state_dict().items())})
    return layer.to(dtype)


def sequence(time, embed_dim, batch=2):
    return torch.randn(batch, time, embed_dim)


@scenario("attends from a sequence to itself", cases=[(1, 1, 2, 1), (2, 3, 4, 1), (2, 5, 12, 3)])
def itself(answer: Answer, batch: int, time: int, embed_dim: int, num_heads: int):
    x = answer.given(sequence(time, embed_dim, batch), "query")
    return {"layer(query)": made(answer, embed_dim, num_heads)(x)}


@scenario("attends to another sequence", cases=[(1, 3), (5, 7), (4, 2)])
def other(answer: Answer, queries: int, keys: int):
    query, memory = sequence(queries, 6), sequence(keys, 6)
    return {"layer(query, memory, memory)": made(answer, 6, 2)(query, memory, memory)}


@scenario("takes the key for the value if there is none, and a value of its own if there is one")
def sources(answer: Answer):
    layer, query, key, value = made(answer, 6, 3), sequence(4, 6), sequence(4, 6), sequence(4, 6)
    return {
        "layer(query, key)": layer(query, key),
        "layer(query, key, value)": layer(query, key=key, value=value),
    }


@scenario("hides the future with is_causal", cases=[(2,), (5,)])
def causal(answer: Answer, time: int):
    layer, x = made(answer, 6, 2), sequence(time, 6).requires_grad_()
    output = layer(x, is_causal=True)
    output[:, 0].sum().backward()
    return {"output": output, "what output 0 depends on": x.grad.abs().sum(-1) > 0}


@scenario("takes a mask in which True may look", cases=[((2, 1, 1, 4),), ((4, 4),), ((2, 3, 4, 4),)])
def masked(answer: Answer, shape):
    layer, x = made(answer, 6, 3), sequence(4, 6)
    mask = torch.rand(shape) < 0.5
    mask[..., 1] = True
    mask[..., 3] = False
    answer.given(mask, "attn_mask")
    return {"layer(query, attn_mask=mask)": layer(x, attn_mask=mask)}


@scenario("obeys a padding mask and is_causal at once", cases=[([4, 3],), ([4, 1],)])
def both(answer: Answer, lengths):
    layer, x = made(answer, 6, 2), sequence(4, 6)
    is_real = torch.arange(4) < torch.tensor(lengths)[:, None]
    return {"layer(...)": layer(x, attn_mask=is_real[:, None, None, :], is_causal=True)}


@scenario("masks the keys of another sequence")
def masked_memory(answer: Answer):
    layer, query, memory = made(answer, 6, 2), sequence(3, 6), sequence(5, 6)
    is_real = torch.arange(5) < torch.tensor([5, 2])[:, None]
    return {"layer(...)": layer(query, memory, memory, attn_mask=is_real[:, None, None, :])}


@scenario("sends a gradient to every parameter")
def gradient(answer: Answer):
    layer = made(answer, 6, 2)
    output = layer(sequence(3, 6), sequence(4, 6))
    (output * torch.randn(output.shape, dtype=output.dtype)).sum().backward()
    return {f"{name}.grad": param.grad for name, param in sorted(layer.named_parameters())}


@scenario("has four linear layers, with or without bias", cases=[(True,), (False,)])
def parameters(answer: Answer, bias: bool):
    layer = answer.MultiheadAttention(6, 2, bias=bias)
    return {"its parameters": {name: param.shape for name, param in sorted(layer.named_parameters())}}


@scenario("refuses a width that the heads do not divide", cases=[(10, 3), (6, 4)])
def divisible(answer: Answer, embed_dim: int, num_heads: int):
    def build():
        return sorted(name for name, _ in answer.MultiheadAttention(embed_dim, num_heads).named_parameters())

    return {f"MultiheadAttention({embed_dim}, {num_heads})": answer.attempt(build)}


@scenario("runs in half precision", cases=[(torch.bfloat16,), (torch.float16,)], rtol=0.03, atol=0.03)
def half(answer: Answer, dtype: torch.dtype):
    layer, x = made(answer, 6, 2, dtype=dtype), sequence(3, 6).to(dtype)
    return {"layer(query)": layer(x, is_causal=True)}
