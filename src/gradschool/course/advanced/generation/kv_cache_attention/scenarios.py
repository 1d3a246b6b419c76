"""What is observed of an answer to `KVCacheAttention`."""

import torch

from gradschool.scenarios import Answer, scenario


def made(answer: Answer, dim: int, num_heads: int, dtype: torch.dtype = torch.float32):
    """The learner's layer with weights of the scenario's own, the same whatever order the layers were made in."""
    layer = answer.KVCacheAttention(dim, num_heads)
    layer.load_state_dict({name: torch.randn(value.shape) / 2 for name, value in sorted(layer.state_dict().items())})
    return layer.to(dtype)


def tokens(time: int, dim: int, batch: int = 2) -> torch.Tensor:
    return torch.randn(batch, time, dim)


def in_pieces(layer, x: torch.Tensor, pieces: list[int]):
    """The outputs of all calls, one behind the other, and the last cache."""
    first, *later = x.split(pieces, dim=1)
    out, cache = layer(first)
    outputs = [out]
    for piece in later:
        out, cache = layer(piece, cache)
        outputs.append(out)
    return torch.cat(outputs, dim=1), cache


@scenario("has four linear layers and no other state")
def state(answer: Answer):
    layer = answer.KVCacheAttention(6, 2)
    in_pieces(layer, tokens(3, 6), [2, 1])
    return {"layer.state_dict()": {name: tuple(value.shape) for name, value in sorted(layer.state_dict().items())}}


@scenario("is causal self-attention if there is no cache", cases=[(1, 1, 2, 1), (2, 3, 4, 1), (2, 5, 12, 3)])
def whole(answer: Answer, batch: int, time: int, dim: int, num_heads: int):
    x = answer.given(tokens(time, dim, batch), "x")
    out, _ = made(answer, dim, num_heads)(x)
    return {"out of layer(x)": out}


@scenario("gives the same token by token", cases=[(2,), (5,)])
def token_by_token(answer: Answer, time: int):
    out, _ = in_pieces(made(answer, 6, 2), tokens(time, 6), [1] * time)
    return {"the outputs, joined": out}


@scenario("gives the same in pieces of several tokens", cases=[([1, 2],), ([4, 3, 2],), ([2, 1, 3, 1],)])
def several_tokens(answer: Answer, pieces: list[int]):
    out, _ = in_pieces(made(answer, 6, 3), tokens(sum(pieces), 6), pieces)
    return {"the outputs, joined": out}


@scenario("lets a token see what came before it and itself, and nothing else", cases=[([3],), ([2, 3],)])
def sight(answer: Answer, pieces: list[int]):
    layer, x = made(answer, 4, 2), tokens(sum(pieces), 4, batch=1).requires_grad_()
    out, _ = in_pieces(layer, x, pieces)
    seen = [torch.autograd.grad(each.sum(), x, retain_graph=True)[0][0].abs().sum(-1) > 0 for each in out[0]]
    return {"(output, token): depends on it": torch.stack(seen)}


@scenario("keeps the keys and values of all tokens, and nothing else", cases=[([1],), ([3],), ([3, 2],), ([1, 1, 1],)])
def contents(answer: Answer, pieces: list[int]):
    layer = made(answer, 6, 2)
    with torch.no_grad():
        _, cache = in_pieces(layer, tokens(sum(pieces), 6), pieces)
    return {"cache": cache}


@scenario("leaves a cache to all who continue it", cases=[(1,), (2,)])
def branches(answer: Answer, new: int):
    layer = made(answer, 6, 2)
    start, one, other, later = tokens(3, 6), tokens(new, 6), tokens(new, 6), tokens(1, 6)
    with torch.no_grad():
        _, cache = layer(start)
        answer.given(cache, "cache")
        first, first_cache = layer(one, cache)
        second, second_cache = layer(other, cache)
        return {
            "layer(one, cache)": first,
            "layer(other, cache)": second,
            "layer(later, the cache of one)": layer(later, first_cache)[0],
            "layer(later, the cache of other)": layer(later, second_cache)[0],
        }


@scenario("serves two sequences in turn", cases=[(1,), (2,)])
def in_turn(answer: Answer, new: int):
    layer = made(answer, 6, 2)
    with torch.no_grad():
        _, cache = layer(tokens(4, 6))
        _, other_cache = layer(tokens(2, 6))
        return {
            "the first, continued": layer(tokens(new, 6), cache)[0],
            "the second, continued": layer(tokens(new, 6), other_cache)[0],
        }


@scenario("sends gradients back through the cache", cases=[([1, 1],), ([2, 3],)], rtol=1e-6, atol=1e-8)
def gradient(answer: Answer, pieces: list[int]):
    layer = made(answer, 4, 2, torch.float64)
    x = tokens(sum(pieces), 4).double().requires_grad_()
    out, _ = in_pieces(layer, x, pieces)
    out.backward(torch.randn(out.shape, dtype=out.dtype))
    return {"x.grad": x.grad} | {f"{name}.grad": param.grad for name, param in sorted(layer.named_parameters())}


@scenario("projects the new tokens only", cases=[(1,), (2,)])
def work(answer: Answer, new: int):
    layer, projected = made(answer, 6, 2), dict.fromkeys(["q_proj", "k_proj", "v_proj"], 0)
    with torch.no_grad():
        _, cache = layer(tokens(5, 6))
        for name in projected:

            def count(_module, inputs, _output, name=name):
                projected[name] += inputs[0].shape[1]

            getattr(layer, name).register_forward_hook(count)
        layer(tokens(new, 6), cache)
    return {f"through {name}": answer.at_most(new, seen, "tokens") for name, seen in projected.items()}


@scenario("runs in half precision", cases=[(torch.bfloat16,), (torch.float16,)], rtol=0.08, atol=0.08)
def half(answer: Answer, dtype: torch.dtype):
    out, _ = in_pieces(made(answer, 6, 2, dtype), tokens(5, 6).to(dtype), [3, 2])
    return {"the outputs, joined": out}


@scenario("refuses a width that the heads do not divide", cases=[(10, 3), (6, 4)])
def divisible(answer: Answer, dim: int, num_heads: int):
    def build():
        return sorted(name for name, _ in answer.KVCacheAttention(dim, num_heads).named_parameters())

    return {f"KVCacheAttention({dim}, {num_heads})": answer.attempt(build)}
