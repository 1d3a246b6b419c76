import torch


def knn_predict(train: torch.Tensor, labels: torch.Tensor, queries: torch.Tensor, k: int) -> torch.Tensor:
    """The label that most of the `k` nearest rows of `train (n, d)` have, for each of `queries (m, d)`: `(m,)`."""
    raise NotImplementedError("stage 1")


def ridge_fit(x: torch.Tensor, targets: torch.Tensor, strength: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Least squares with a penalty on the weight and none on the bias: `weight (d, c)`, `bias (c,)`."""
    raise NotImplementedError("stage 2")


def kmeans(x: torch.Tensor, centers: torch.Tensor, steps: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Lloyd's algorithm from `centers (k, d)`: the centers after `steps` moves, and which is nearest to each row."""
    raise NotImplementedError("stage 3")


def name_clusters(assignment: torch.Tensor, labels: torch.Tensor, num_clusters: int, num_classes: int) -> torch.Tensor:
    """The most frequent label of each cluster, `(num_clusters,)`."""
    raise NotImplementedError("stage 3")


def softmax_gradient(
    weight: torch.Tensor, bias: torch.Tensor, x: torch.Tensor, labels: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The mean cross-entropy of `x @ weight + bias`, and its gradients with respect to `weight` and `bias`."""
    raise NotImplementedError("stage 4")


def softmax_fit(
    x: torch.Tensor, labels: torch.Tensor, num_classes: int, steps: int, learning_rate: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Gradient descent from zeros on all of `x` at once: `weight (d, num_classes)`, `bias (num_classes,)`."""
    raise NotImplementedError("stage 4")
