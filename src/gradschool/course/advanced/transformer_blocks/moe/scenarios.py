"""What is observed of an answer to `MoE`."""

import torch

from gradschool.scenarios import Answer, scenario


def made(answer: Answer, dim: int, num_experts: int, top_k: int, hidden_dim: int = 5, dtype=torch.float32):
    """The learner's layer with weights of the scenario's own, whatever order the layers were made in."""
    layer = answer.MoE(dim, hidden_dim, num_experts, top_k)
    state = sorted(layer.state_dict().items())
    layer.load_state_dict({name: torch.randn(value.shape) for name, value in state})
    return layer.to(dtype)


def routed(answer: Answer, choices, top_k: int, num_experts: int, noise: float = 0.1):
    """A layer and tokens (rows, num_experts) whose scores are their features, highest at `choices`, best first."""
    layer = made(answer, num_experts, num_experts, top_k)
    with torch.no_grad():
        layer.router.weight.copy_(torch.eye(num_experts))
    tokens = noise * torch.rand(len(choices), num_experts)
    for row, chosen in enumerate(choices):
        for place, expert in enumerate(chosen):
            tokens[row, expert] += 2.0 - 0.7 * place
    return layer, tokens


def clear(num_tokens: int, num_experts: int) -> torch.Tensor:
    """Scores (tokens, experts) in which no two of a token are near each other, whatever the dtype."""
    order = torch.stack([torch.randperm(num_experts) for _ in range(num_tokens)])
    return order * 0.5 + 0.1 * torch.rand(num_tokens, num_experts)


@scenario("has a router and its experts, and no other state", cases=[(4, 3, 2, 1), (3, 5, 4, 4)])
def state(answer: Answer, dim: int, hidden_dim: int, num_experts: int, top_k: int):
    layer = answer.MoE(dim, hidden_dim, num_experts, top_k)
    with torch.no_grad():
        layer(torch.randn(6, dim))
    return {"layer.state_dict()": {name: tuple(value.shape) for name, value in sorted(layer.state_dict().items())}}


@scenario(
    "sends each token to its best experts",
    cases=[(1, 1, 1), (1, 2, 1), (3, 2, 1), (4, 3, 2), (9, 5, 3), (6, 3, 3)],
)
def outputs(answer: Answer, num_tokens: int, num_experts: int, top_k: int):
    layer, x = made(answer, 4, num_experts, top_k), answer.given(torch.randn(num_tokens, 4), "x")
    return {"output": layer(x)[0]}


@scenario(
    "weighs the results by the softmax over the chosen scores",
    cases=[([[0]], 1), ([[1, 0]], 2), ([[0, 2], [2, 1], [1, 2]], 2)],
)
def weights(answer: Answer, choices, top_k: int):
    layer, x = routed(answer, choices, top_k, 3)
    with torch.no_grad():
        for number, expert in enumerate(layer.experts):
            expert[2].weight.zero_()
            expert[2].bias.fill_(10.0**number)  # each expert's result is known: 1, 10 or 100
    return {"output": layer(x)[0]}


@scenario(
    "measures how evenly the work is spread",
    cases=[([[0]], 1, 1), ([[0], [1]], 1, 2), ([[0], [0], [0]], 1, 4), ([[0, 1], [0, 2], [3, 0]], 2, 4)],
)
def balance(answer: Answer, choices, top_k: int, num_experts: int):
    layer, x = routed(answer, choices, top_k, num_experts)
    return {"balance": layer(3 * x)[1]}


@scenario("takes tokens with any number of axes in front", cases=[((4,),), ((1, 4),), ((2, 3, 4),), ((2, 1, 3, 4),)])
def axes(answer: Answer, shape):
    output, loss = made(answer, 4, 3, 2)(torch.randn(shape))
    return {"output": output, "balance": loss}


@scenario("accepts inputs without tokens", cases=[((0, 4),), ((2, 0, 4),)])
def empty(answer: Answer, shape):
    output, loss = made(answer, 4, 3, 2)(torch.randn(shape))
    return {"output": output, "balance": loss}


@scenario(
    "runs each chosen expert once, on its own tokens, and no other",
    cases=[([[0]], 1), ([[2], [2], [0]], 1), ([[0, 1], [1, 0], [3, 1]], 2), ([[3, 1], [1, 3]], 2)],
)
def work(answer: Answer, choices, top_k: int):
    layer, x = routed(answer, choices, top_k, 4)
    runs = {f"expert {number}": [] for number in range(4)}
    for number, expert in enumerate(layer.experts):

        def count(_module, inputs, _output, name=f"expert {number}"):
            runs[name].append(tuple(inputs[0].shape))

        expert.register_forward_hook(count)
    with torch.no_grad():
        layer(x)
    return {"the shapes that each expert was run on": runs}


@scenario("treats every token by itself")
def by_itself(answer: Answer):
    layer, x = made(answer, 4, 4, 2), clear(6, 4).view(2, 3, 4)
    with torch.no_grad():
        layer.router.weight.copy_(torch.eye(4))
    whole = layer(x)[0]
    alone = torch.stack([torch.stack([layer(token)[0] for token in sequence]) for sequence in x])
    close = torch.allclose(whole, alone, rtol=1e-4, atol=1e-4)
    return {"output": whole, "each token alone gives the same": close}


@scenario("sends gradients to the input, to the router and to the experts through the output", rtol=1e-6, atol=1e-8)
def gradient(answer: Answer):
    layer, x = made(answer, 4, 3, 2, dtype=torch.float64), torch.randn(8, 4, dtype=torch.float64).requires_grad_()
    output, _ = layer(x)
    output.backward(torch.randn(output.shape, dtype=output.dtype))
    grads = {name: param.grad for name, param in sorted(layer.named_parameters())}
    # An expert that nobody chose may have no gradient, or one of zeros.
    return {"x.grad": x.grad} | {f"{name}.grad": _or_zeros(layer, name, grad) for name, grad in grads.items()}


@scenario("sends gradients of the balance loss to the router, and none to the experts", rtol=1e-6, atol=1e-8)
def balance_gradient(answer: Answer):
    layer, x = made(answer, 4, 5, 2, dtype=torch.float64), torch.randn(8, 4, dtype=torch.float64).requires_grad_()
    (2.5 * layer(x)[1]).backward()
    grads = {name: param.grad for name, param in sorted(layer.named_parameters())}
    return {"x.grad": x.grad} | {f"{name}.grad": _or_zeros(layer, name, grad) for name, grad in grads.items()}


def _or_zeros(layer, name: str, grad: torch.Tensor | None):
    return torch.zeros_like(layer.get_parameter(name)) if grad is None and name.startswith("experts") else grad


@scenario("reads any layout in memory", cases=[("transposed",), ("every second",), ("expanded",)])
def layouts(answer: Answer, layout: str):
    layer = made(answer, 4, 3, 2)
    x = {
        "transposed": torch.randn(2, 4, 3).mT,
        "every second": torch.randn(2, 3, 8)[..., ::2],
        "expanded": torch.randn(1, 3, 4).expand(2, -1, -1),
    }[layout]
    return {"output": layer(x)[0]}


@scenario("gives back the dtype that it gets", cases=[(torch.float64,), (torch.bfloat16,)], rtol=0.05, atol=0.05)
def dtypes(answer: Answer, dtype: torch.dtype):
    layer = made(answer, 4, 4, 2)
    with torch.no_grad():
        layer.router.weight.copy_(torch.eye(4))
    output, loss = layer.to(dtype)(clear(6, 4).to(dtype))
    return {"output": output, "balance": loss}


@scenario("leaves everything else as it was")
def purity(answer: Answer):
    layer, x = made(answer, 4, 3, 2), answer.given(torch.randn(5, 4), "x")
    with torch.inference_mode():
        first, again = layer(x)[0], layer(x)[0]
    return {
        "output": first,
        "the same input gives the same output": torch.equal(first, again),
        "x needs no gradient": not x.requires_grad,
    }


@scenario("refuses a top_k that there are no experts for", cases=[(2, 3), (2, 0), (1, -1)])
def refused(answer: Answer, num_experts: int, top_k: int):
    def names():
        return sorted(name for name, _ in answer.MoE(4, 5, num_experts, top_k).named_parameters())

    return {f"MoE(4, 5, {num_experts}, {top_k})": answer.attempt(names, kind=ValueError)}
