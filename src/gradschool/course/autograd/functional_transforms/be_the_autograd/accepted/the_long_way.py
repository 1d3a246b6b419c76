"""BatchNorm step by step through mean and variance, loops where a loop says it plainly, parameters replaced in the dictionary."""
import torch


def forward(p, tokens, target):
    c = {"tokens": tokens, "target": target, "embedded": p["table"][tokens]}
    c["hidden"] = c["embedded"].reshape(len(tokens), -1) @ p["weight1"].T + p["bias1"]
    centered = c["hidden"] - c["hidden"].mean(0)
    c["inv_std"] = (centered.pow(2).mean(0) + 1e-5) ** -0.5
    c["normalized"] = centered * c["inv_std"]
    c["scaled"] = c["normalized"] * p["gain"] + p["shift"]
    c["activated"] = c["scaled"].tanh()
    c["logits"] = c["activated"] @ p["weight2"].T + p["bias2"]
    right = c["logits"].log_softmax(1)[range(len(target)), target]
    return -right.mean(), c


def cross_entropy_backward(logits, target):
    rows = []
    for scores, label in zip(logits, target):
        weights = (scores - scores.max()).exp()
        row = weights / weights.sum()
        row[label] -= 1
        rows.append(row / len(target))
    return torch.stack(rows)


def linear_backward(grad_output, input, weight):
    grad_weight = sum(torch.outer(g, x) for g, x in zip(grad_output, input))
    return (weight.T @ grad_output.T).T, grad_weight, sum(grad_output)


def tanh_backward(grad_output, output):
    return (1 - output) * (1 + output) * grad_output


def batch_norm_backward(grad_output, normalized, inv_std, weight):
    n = len(normalized)
    centered = normalized / inv_std
    grad_normalized = grad_output * weight
    grad_inv_std = (grad_normalized * centered).sum(0)
    grad_variance = grad_inv_std * -0.5 * inv_std**3
    grad_centered = grad_normalized * inv_std + grad_variance * 2 * centered / n
    grad_input = grad_centered - grad_centered.sum(0) / n
    return grad_input, (grad_output * normalized).sum(0), grad_output.sum(0)


def embedding_backward(grad_output, tokens, num_embeddings):
    one_hot = (tokens.reshape(-1, 1) == torch.arange(num_embeddings)).to(grad_output.dtype)
    return one_hot.T @ grad_output.reshape(-1, grad_output.shape[-1])


def backward(parameters, cache):
    g = {"logits": cross_entropy_backward(cache["logits"], cache["target"])}
    layer2 = linear_backward(g["logits"], cache["activated"], parameters["weight2"])
    g |= zip(("activated", "weight2", "bias2"), layer2)
    g["scaled"] = tanh_backward(g["activated"], cache["activated"])
    norm = batch_norm_backward(g["scaled"], cache["normalized"], cache["inv_std"], parameters["gain"])
    g |= zip(("hidden", "gain", "shift"), norm)
    layer1 = linear_backward(g["hidden"], cache["embedded"].flatten(1), parameters["weight1"])
    g |= zip(("embedded", "weight1", "bias1"), layer1)
    g["embedded"] = g["embedded"].unflatten(1, cache["embedded"].shape[1:])
    g["table"] = embedding_backward(g["embedded"], cache["tokens"], len(parameters["table"]))
    return g


def train(parameters, tokens, target, steps, learning_rate):
    losses = []
    for _ in range(steps):
        loss, cache = forward(parameters, tokens, target)
        grads = backward(parameters, cache)
        for name in list(parameters):
            parameters[name] = parameters[name] - learning_rate * grads[name]
        losses.append(loss.item())
    return losses
