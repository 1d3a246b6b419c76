"""The gradient of the linear layer's bias was not summed over the batch.

The bias is (out,) and was broadcast over n rows; each row sends a gradient back, and they add up: `grad_output.sum(0)`.
"""
import torch
from torch.nn import functional as F

Tensors = dict[str, torch.Tensor]


def forward(parameters: Tensors, tokens: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, Tensors]:
    embedded = parameters["table"][tokens]
    hidden = embedded.flatten(1) @ parameters["weight1"].T + parameters["bias1"]
    variance, mean = torch.var_mean(hidden, 0, correction=0)
    inv_std = torch.rsqrt(variance + 1e-5)
    normalized = (hidden - mean) * inv_std
    scaled = normalized * parameters["gain"] + parameters["shift"]
    activated = torch.tanh(scaled)
    logits = activated @ parameters["weight2"].T + parameters["bias2"]
    cache = {
        "tokens": tokens,
        "target": target,
        "embedded": embedded,
        "hidden": hidden,
        "normalized": normalized,
        "inv_std": inv_std,
        "scaled": scaled,
        "activated": activated,
        "logits": logits,
    }
    return F.cross_entropy(logits, target), cache


def cross_entropy_backward(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    gradient = torch.softmax(logits, 1)
    gradient[torch.arange(len(target)), target] -= 1
    return gradient / len(target)


def linear_backward(
    grad_output: torch.Tensor, input: torch.Tensor, weight: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    return grad_output @ weight, grad_output.T @ input, grad_output  # <- here


def tanh_backward(grad_output: torch.Tensor, output: torch.Tensor) -> torch.Tensor:
    return grad_output * (1 - output**2)


def batch_norm_backward(
    grad_output: torch.Tensor, normalized: torch.Tensor, inv_std: torch.Tensor, weight: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    direct = grad_output * weight
    through_mean = direct.mean(0)
    through_variance = normalized * (direct * normalized).mean(0)
    grad_input = inv_std * (direct - through_mean - through_variance)
    return grad_input, (grad_output * normalized).sum(0), grad_output.sum(0)


def embedding_backward(grad_output: torch.Tensor, tokens: torch.Tensor, num_embeddings: int) -> torch.Tensor:
    gradient = grad_output.new_zeros(num_embeddings, grad_output.shape[-1])
    return gradient.index_add_(0, tokens.flatten(), grad_output.flatten(0, -2))


def backward(parameters: Tensors, cache: Tensors) -> Tensors:
    grads: Tensors = {}
    grads["logits"] = cross_entropy_backward(cache["logits"], cache["target"])
    grads["activated"], grads["weight2"], grads["bias2"] = linear_backward(
        grads["logits"], cache["activated"], parameters["weight2"]
    )
    grads["scaled"] = tanh_backward(grads["activated"], cache["activated"])
    grads["hidden"], grads["gain"], grads["shift"] = batch_norm_backward(
        grads["scaled"], cache["normalized"], cache["inv_std"], parameters["gain"]
    )
    flat, grads["weight1"], grads["bias1"] = linear_backward(
        grads["hidden"], cache["embedded"].flatten(1), parameters["weight1"]
    )
    grads["embedded"] = flat.reshape_as(cache["embedded"])
    grads["table"] = embedding_backward(grads["embedded"], cache["tokens"], len(parameters["table"]))
    return grads


def train(
    parameters: Tensors, tokens: torch.Tensor, target: torch.Tensor, steps: int, learning_rate: float
) -> list[float]:
    losses = []
    for _ in range(steps):
        loss, cache = forward(parameters, tokens, target)
        losses.append(loss.item())
        grads = backward(parameters, cache)
        for name, parameter in parameters.items():
            parameter.sub_(learning_rate * grads[name])
    return losses
