"""Where labels are equally frequent, the nearest one was taken, not the smallest.

That is a fine rule, and another one than the task's.
`argmax` over a table of votes gives the first of the largest, which is the smallest label.
"""
import torch
from torch.nn.functional import one_hot


def squared_distances(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    origin = b.mean(0)
    a, b = a - origin, b - origin
    return a.square().sum(1, keepdim=True) - 2 * a @ b.T + b.square().sum(1)


def knn_predict(train: torch.Tensor, labels: torch.Tensor, queries: torch.Tensor, k: int) -> torch.Tensor:
    nearest = squared_distances(queries, train).topk(k, largest=False).indices  # (m, k)
    votes = one_hot(labels[nearest]).sum(1)
    of_neighbors = votes.gather(1, labels[nearest])
    return labels[nearest].gather(1, of_neighbors.argmax(1, keepdim=True))[:, 0]  # <- here


def ridge_fit(x: torch.Tensor, targets: torch.Tensor, strength: float) -> tuple[torch.Tensor, torch.Tensor]:
    x_mean, target_mean = x.mean(0), targets.mean(0)
    centered = x - x_mean
    penalty = strength * torch.eye(x.shape[1], dtype=x.dtype, device=x.device)
    weight = torch.linalg.solve(centered.T @ centered + penalty, centered.T @ (targets - target_mean))
    return weight, target_mean - x_mean @ weight


def kmeans(x: torch.Tensor, centers: torch.Tensor, steps: int) -> tuple[torch.Tensor, torch.Tensor]:
    assignment = squared_distances(x, centers).argmin(1)
    for _ in range(steps):
        sums = torch.zeros_like(centers).index_add_(0, assignment, x)
        counts = torch.bincount(assignment, minlength=len(centers))[:, None]
        centers = torch.where(counts > 0, sums / counts.clamp(min=1), centers)
        assignment = squared_distances(x, centers).argmin(1)
    return centers, assignment


def name_clusters(assignment: torch.Tensor, labels: torch.Tensor, num_clusters: int, num_classes: int) -> torch.Tensor:
    cells = torch.bincount(assignment * num_classes + labels, minlength=num_clusters * num_classes)
    return cells.view(num_clusters, num_classes).argmax(1)


def softmax_gradient(
    weight: torch.Tensor, bias: torch.Tensor, x: torch.Tensor, labels: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    logits = x @ weight + bias  # (n, c)
    log_probabilities = logits - logits.logsumexp(1, keepdim=True)
    loss = -log_probabilities.gather(1, labels[:, None]).mean()
    grad_logits = (log_probabilities.exp() - one_hot(labels, len(bias))) / len(x)
    return loss, x.T @ grad_logits, grad_logits.sum(0)


def softmax_fit(
    x: torch.Tensor, labels: torch.Tensor, num_classes: int, steps: int, learning_rate: float
) -> tuple[torch.Tensor, torch.Tensor]:
    weight, bias = x.new_zeros(x.shape[1], num_classes), x.new_zeros(num_classes)
    for _ in range(steps):
        _, grad_weight, grad_bias = softmax_gradient(weight, bias, x, labels)
        weight = weight - learning_rate * grad_weight
        bias = bias - learning_rate * grad_bias
    return weight, bias
