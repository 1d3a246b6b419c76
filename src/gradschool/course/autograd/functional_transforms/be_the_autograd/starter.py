import torch
from torch.nn import functional as F

Tensors = dict[str, torch.Tensor]


def forward(parameters: Tensors, tokens: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, Tensors]:
    """The loss of the network on a batch, and all that its backward pass needs. Given: there is nothing to change."""
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
    """Gradient of the mean cross-entropy with respect to `logits`, (n, c)."""
    raise NotImplementedError("your turn")


def linear_backward(
    grad_output: torch.Tensor, input: torch.Tensor, weight: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Gradients of `input @ weight.T + bias`: with respect to input (n, in), weight (out, in) and bias (out,)."""
    raise NotImplementedError("your turn")


def tanh_backward(grad_output: torch.Tensor, output: torch.Tensor) -> torch.Tensor:
    """Gradient with respect to tanh's input, from its output."""
    raise NotImplementedError("your turn")


def batch_norm_backward(
    grad_output: torch.Tensor, normalized: torch.Tensor, inv_std: torch.Tensor, weight: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Gradients of BatchNorm in training: with respect to its input (n, h), weight (h,) and bias (h,)."""
    raise NotImplementedError("your turn")


def embedding_backward(grad_output: torch.Tensor, tokens: torch.Tensor, num_embeddings: int) -> torch.Tensor:
    """Gradient of `table[tokens]` with respect to the table, (num_embeddings, e)."""
    raise NotImplementedError("your turn")


def backward(parameters: Tensors, cache: Tensors) -> Tensors:
    """Gradient of the loss with respect to every parameter and every intermediate of `forward`."""
    raise NotImplementedError("your turn")


def train(
    parameters: Tensors, tokens: torch.Tensor, target: torch.Tensor, steps: int, learning_rate: float
) -> list[float]:
    """Gradient descent on the whole batch; changes `parameters`, returns the loss before each step."""
    raise NotImplementedError("your turn")
