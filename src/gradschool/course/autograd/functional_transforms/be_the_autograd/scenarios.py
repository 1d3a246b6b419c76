"""What is observed of an answer to `be_the_autograd`, from the loss backwards."""

import torch
from torch.nn import functional as F

from gradschool.scenarios import Answer, scenario

PARAMETERS = ("table", "weight1", "bias1", "gain", "shift", "weight2", "bias2")
STEPS, RATE = 40, 0.5


def draw(*shape: int) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64)


def network(vocabulary: int, tokens: int, width: int, hidden: int, classes: int) -> dict[str, torch.Tensor]:
    return {
        "table": draw(vocabulary, width),
        "weight1": draw(hidden, tokens * width) / (tokens * width) ** 0.5,
        "bias1": draw(hidden),
        "gain": 1 + 0.3 * draw(hidden),
        "shift": 0.3 * draw(hidden),
        "weight2": draw(classes, hidden) / hidden**0.5,
        "bias2": 0.1 * draw(classes),
    }


def forward(parameters: dict[str, torch.Tensor], tokens: torch.Tensor, target: torch.Tensor):
    """The starter's, kept here so that a learner's changes to theirs move nothing."""
    embedded = parameters["table"][tokens]
    hidden = embedded.flatten(1) @ parameters["weight1"].T + parameters["bias1"]
    variance, mean = torch.var_mean(hidden, 0, correction=0)
    inv_std = torch.rsqrt(variance + 1e-5)
    normalized = (hidden - mean) * inv_std
    scaled = normalized * parameters["gain"] + parameters["shift"]
    activated = torch.tanh(scaled)
    logits = activated @ parameters["weight2"].T + parameters["bias2"]
    cache = {
        "tokens": tokens, "target": target, "embedded": embedded, "hidden": hidden, "normalized": normalized,
        "inv_std": inv_std, "scaled": scaled, "activated": activated, "logits": logits,
    }  # fmt: skip
    return F.cross_entropy(logits, target), cache


@scenario("gives the gradient of the mean loss", cases=[(1, 2), (2, 3), (5, 4)], stage="Cross-entropy")
def cross_entropy(answer: Answer, n: int, c: int):
    logits, target = answer.given(draw(n, c), "logits"), answer.given(torch.randint(c, (n,)), "target")
    return {"cross_entropy_backward(logits, target)": answer.cross_entropy_backward(logits, target)}


@scenario("stays finite for logits of any size", stage="Cross-entropy")
def large_logits(answer: Answer):
    logits = torch.tensor([[1e4, 0.0, -1e4], [0.0, 1e4, 9999.0]], dtype=torch.float64)
    return {"cross_entropy_backward(logits, target)": answer.cross_entropy_backward(logits, torch.tensor([1, 2]))}


@scenario("reaches input, weight and bias", cases=[(1, 2, 3), (4, 3, 2), (3, 3, 3)], stage="Linear")
def linear(answer: Answer, n: int, inputs: int, outputs: int):
    grad_output = answer.given(draw(n, outputs), "grad_output")
    x, weight = answer.given(draw(n, inputs), "input"), answer.given(draw(outputs, inputs), "weight")
    grad_input, grad_weight, grad_bias = answer.linear_backward(grad_output, x, weight)
    return {"grad_input": grad_input, "grad_weight": grad_weight, "grad_bias": grad_bias}


@scenario("multiplies by the slope at the output", cases=[((3,),), ((2, 4),)], stage="Tanh")
def tanh(answer: Answer, shape: tuple[int, ...]):
    grad_output, output = answer.given(draw(*shape), "grad_output"), answer.given(torch.tanh(draw(*shape)), "output")
    return {"tanh_backward(grad_output, output)": answer.tanh_backward(grad_output, output)}


@scenario(
    "reaches the input also through the batch's mean and variance", cases=[(2, 1), (4, 3), (6, 2)], stage="BatchNorm"
)
def batch_norm(answer: Answer, n: int, h: int):
    x, weight = 2 * draw(n, h) + 1, answer.given(1 + draw(h), "weight")
    variance, mean = torch.var_mean(x, 0, correction=0)
    inv_std = answer.given(torch.rsqrt(variance + 0.1), "inv_std")  # an eps so large that it shows
    normalized = answer.given((x - mean) * inv_std, "normalized")
    grad_output = answer.given(draw(n, h), "grad_output")
    grad_input, grad_weight, grad_bias = answer.batch_norm_backward(grad_output, normalized, inv_std, weight)
    return {"grad_input": grad_input, "grad_weight": grad_weight, "grad_bias": grad_bias}


@scenario("gives each row what its token collected", cases=[([1, 0, 2],), ([[0, 3], [1, 2]],)], stage="Embedding")
def embedding(answer: Answer, tokens: list):
    indices = answer.given(torch.tensor(tokens), "tokens")
    grad_output = answer.given(draw(*indices.shape, 2), "grad_output")
    return {"embedding_backward(grad_output, tokens, 4)": answer.embedding_backward(grad_output, indices, 4)}


@scenario("adds up where a token repeats", cases=[([2, 2],), ([[0, 3, 0], [1, 0, 3]],)], stage="Embedding")
def repeated(answer: Answer, tokens: list):
    indices = answer.given(torch.tensor(tokens), "tokens")
    grad_output = answer.given(draw(*indices.shape, 2), "grad_output")
    return {"embedding_backward(grad_output, tokens, 5)": answer.embedding_backward(grad_output, indices, 5)}


@scenario("gives autograd's gradient at every place", cases=[(3,), (8,)], stage="Network")
def whole(answer: Answer, n: int):
    parameters = answer.given(network(6, 3, 2, 5, 4), "parameters")
    tokens, target = torch.randint(5, (n, 3)), torch.randint(4, (n,))  # the last token is never read
    _, cache = forward(parameters, tokens, target)
    grads = answer.backward(parameters, answer.given(cache, "cache"))
    places = ("logits", "activated", "weight2", "bias2", "scaled", "hidden", "gain", "shift")
    places = (*places, "embedded", "weight1", "bias1", "table")  # from the loss backwards
    return {f"gradient of {name}": grads.get(name) for name in places}


def by_autograd(parameters: dict[str, torch.Tensor], tokens: torch.Tensor, target: torch.Tensor) -> list[float]:
    """The losses when autograd does the work."""
    leaves = {name: value.clone().requires_grad_() for name, value in parameters.items()}
    optimizer, losses = torch.optim.SGD(leaves.values(), RATE), []
    for _ in range(STEPS):
        loss, _ = forward(leaves, tokens, target)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@scenario("takes the steps that were asked for", cases=[(1,), (3,)], stage="Training")
def steps(answer: Answer, number: int):
    parameters = network(4, 2, 2, 3, 3)
    tokens, target = answer.given(torch.randint(4, (5, 2)), "tokens"), answer.given(torch.randint(3, (5,)), "target")
    losses = answer.train(parameters, tokens, target, number, 0.1)
    return {"losses": losses, **{f"{name} afterwards": parameters[name] for name in PARAMETERS}}


@scenario("follows autograd's losses, step for step", stage="Training")
def trained(answer: Answer):
    parameters = network(7, 3, 4, 12, 4)
    tokens = torch.randint(7, (24, 3))
    target = tokens.sum(1) % 4
    with answer.unwatched():
        reference = by_autograd(parameters, tokens, target)
    losses = [float(loss) for loss in answer.train(parameters, tokens, target, STEPS, RATE)]
    gap = max((abs(a - b) for a, b in zip(losses, reference, strict=False)), default=float("nan"))
    answer.tell(
        f"loss {losses[0]:.3f} to {losses[-1]:.3f} in {len(losses)} steps; autograd's went to {reference[-1]:.3f}"
        if losses
        else "no losses came back"
    )
    return {"losses": losses, "they are autograd's to nine digits": len(losses) == STEPS and gap < 1e-9}
