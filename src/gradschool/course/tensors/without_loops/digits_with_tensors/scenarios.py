"""What is observed of the four readers of digits."""

import torch

from gradschool.datasets import digits
from gradschool.scenarios import Answer, scenario

NEIGHBORS, SQUARES, CLUSTERS, REGRESSION = "Neighbors", "Least squares", "Clusters", "Softmax regression"
SPLIT = 1437


def points(*shape: int) -> torch.Tensor:
    return torch.randn(shape, dtype=torch.float64)


def real() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pixels and labels to learn from, and pixels and labels to be tested on: always the same split."""
    images, labels = digits()
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(0))
    pixels, labels = images.flatten(1)[order], labels[order]
    return pixels[:SPLIT], labels[:SPLIT], pixels[SPLIT:], labels[SPLIT:]


def gate(answer: Answer, name: str, predicted: torch.Tensor, labels: torch.Tensor, wanted: int) -> dict[str, object]:
    """The share of right ones, told, and whether it is enough."""
    right = 100 * (predicted == labels).double().mean().item()
    answer.tell(f"{name}: {right:.1f} of 100 digits read right; the gate is {wanted}")
    return {"digits read wrong, of 100": answer.at_most(100 - wanted, 100 - right, "wrong digits")}


# --------------------------------------------------------------------------- neighbors


@scenario("finds the label of the one that is nearest", cases=[(2, 1, 1), (5, 3, 2), (7, 7, 3)], stage=NEIGHBORS)
def nearest(answer: Answer, n: int, m: int, d: int):
    train, queries = answer.given(points(n, d), "train"), answer.given(points(m, d), "queries")
    labels = answer.given(torch.randperm(n), "labels")
    return {"knn_predict(train, labels, queries, 1)": answer.knn_predict(train, labels, queries, 1)}


@scenario("takes the label that is most frequent among k", cases=[(3,), (5,)], stage=NEIGHBORS)
def vote(answer: Answer, k: int):
    train, queries = points(40, 2), points(24, 2)
    labels = 2 * torch.randint(2, (40,))  # two labels and an odd k: no ties here, they have a scenario of their own
    return {"knn_predict(train, labels, queries, k)": answer.knn_predict(train, labels, queries, k)}


@scenario("lets the smallest label win where labels are equally frequent", stage=NEIGHBORS)
def tied(answer: Answer):
    train, labels = torch.tensor([[1.0], [2.0], [3.0], [40.0]]), torch.tensor([4, 1, 3, 2])
    return {"knn_predict(train, [4, 1, 3, 2], [[0]], 3)": answer.knn_predict(train, labels, torch.zeros(1, 1), 3)}


@scenario("measures right far from the origin", stage=NEIGHBORS)
def far_away(answer: Answer):
    train, queries = 5000 + torch.randn(12, 2), 5000 + torch.randn(8, 2)
    return {
        "knn_predict(train + 5000, labels, queries + 5000, 1)": answer.knn_predict(train, torch.arange(12), queries, 1)
    }


@scenario("needs few operators and no table of (m, n, d)", stage=NEIGHBORS)
def cost(answer: Answer):
    train, labels, queries = torch.randn(300, 64), torch.randint(10, (300,)), torch.randn(100, 64)
    measured = answer.measure(lambda: answer.knn_predict(train, labels, queries, 3))
    return {
        "operators": answer.at_most(40, measured.operators, "operators"),
        "largest tensor": answer.at_most(400_000, measured.largest_bytes, "bytes"),
    }


@scenario("reads 98 of 100 digits", stage=NEIGHBORS)
def neighbors_on_digits(answer: Answer):
    pixels, labels, test_pixels, test_labels = real()
    return gate(answer, "neighbors", answer.knn_predict(pixels, labels, test_pixels, 3), test_labels, 98)


# --------------------------------------------------------------------------- least squares


@scenario("finds the line through points that lie on one", cases=[(1, 1), (3, 2)], stage=SQUARES)
def exact(answer: Answer, d: int, c: int):
    x, weight, bias = answer.given(points(2 * d + 3, d), "x"), points(d, c), points(c)
    found_weight, found_bias = answer.ridge_fit(x, answer.given(x @ weight + bias, "targets"), 0.0)
    return {"weight": found_weight, "bias": found_bias}


@scenario("finds the minimum, penalty included", cases=[(0.5,), (10.0,)], stage=SQUARES)
def penalized(answer: Answer, strength: float):
    x, targets = answer.given(points(12, 3) + 2, "x"), answer.given(points(12, 2) - 1, "targets")
    weight, bias = answer.ridge_fit(x, targets, strength)
    return {"weight": weight, "bias": bias}


@scenario("does not penalize the bias", stage=SQUARES)
def free_bias(answer: Answer):
    _, bias = answer.ridge_fit(points(8, 2), 100 + points(8, 1), 1e6)
    return {"bias for a huge strength": bias}


@scenario("copes with a column that never changes", stage=SQUARES)
def constant_column(answer: Answer):
    x = torch.cat([points(10, 2), torch.zeros(10, 1, dtype=torch.float64)], 1)
    weight, bias = answer.ridge_fit(x, points(10, 1), 0.1)
    return {"weight": weight, "bias": bias}


@scenario("keeps float32", stage=SQUARES, rtol=1e-3, atol=1e-4)
def narrow(answer: Answer):
    weight, bias = answer.ridge_fit(points(20, 3).float(), points(20, 2).float(), 1.0)
    return {"weight": weight, "bias": bias}


@scenario("reads 91 of 100 digits", stage=SQUARES)
def squares_on_digits(answer: Answer):
    pixels, labels, test_pixels, test_labels = real()
    weight, bias = answer.ridge_fit(pixels, torch.eye(10)[labels], 1.0)
    return gate(answer, "least squares", (test_pixels @ weight + bias).argmax(1), test_labels, 91)


# --------------------------------------------------------------------------- clusters


@scenario("assigns every row to its nearest center", cases=[(4, 2), (9, 3)], stage=CLUSTERS)
def assigned(answer: Answer, n: int, k: int):
    x, centers = answer.given(points(n, 2), "x"), answer.given(points(k, 2), "centers")
    found, assignment = answer.kmeans(x, centers, 0)
    return {"centers after no step": found, "assignment": assignment}


@scenario("moves every center to the mean of its rows", cases=[(1,), (4,)], stage=CLUSTERS)
def moved(answer: Answer, steps: int):
    x, centers = answer.given(points(80, 2), "x"), answer.given(points(6, 2), "centers")
    found, assignment = answer.kmeans(x, centers, steps)
    return {"centers": found, "assignment": assignment}


@scenario("leaves a center without rows where it is", stage=CLUSTERS)
def lonely(answer: Answer):
    x, centers = points(6, 2), torch.tensor([[0.0, 0.0], [500.0, 500.0]], dtype=torch.float64)
    found, assignment = answer.kmeans(x, centers, 2)
    return {"centers": found, "assignment": assignment}


@scenario("takes few operators a step, whatever the numbers are", stage=CLUSTERS)
def steps_cost(answer: Answer):
    x, centers = torch.randn(200, 8), torch.randn(20, 8)
    few = answer.measure(lambda: answer.kmeans(x, centers, 2)).operators
    many = answer.measure(lambda: answer.kmeans(x, centers, 6)).operators
    return {"operators a step": answer.at_most(40, (many - few) / 4, "operators")}


@scenario("names a cluster by its most frequent label", cases=[(1, 2), (3, 4)], stage=CLUSTERS)
def named(answer: Answer, clusters: int, classes: int):
    assignment = answer.given(torch.randint(clusters, (30,)), "assignment")
    labels = answer.given(torch.randint(classes, (30,)), "labels")
    return {"name_clusters(…)": answer.name_clusters(assignment, labels, clusters, classes)}


@scenario("names an empty cluster 0, and takes the smallest of several", stage=CLUSTERS)
def named_empty(answer: Answer):
    assignment, labels = torch.tensor([2, 2, 0, 0, 0]), torch.tensor([3, 1, 2, 0, 2])
    return {"name_clusters([2, 2, 0, 0, 0], [3, 1, 2, 0, 2], 4, 5)": answer.name_clusters(assignment, labels, 4, 5)}


@scenario("reads 88 of 100 digits with thirty clusters", stage=CLUSTERS)
def clusters_on_digits(answer: Answer):
    pixels, labels, test_pixels, test_labels = real()
    centers, assignment = answer.kmeans(pixels, pixels[:30].clone(), 30)
    names = answer.name_clusters(assignment, labels, 30, 10)
    _, of_test = answer.kmeans(test_pixels, centers, 0)
    return gate(answer, "thirty clusters", names[of_test], test_labels, 88)


# --------------------------------------------------------------------------- softmax regression


@scenario("has the right loss and gradients", cases=[(1, 1, 2), (5, 3, 4), (6, 2, 6)], stage=REGRESSION)
def gradients(answer: Answer, n: int, d: int, c: int):
    weight, bias = answer.given(points(d, c), "weight"), answer.given(points(c), "bias")
    x, labels = answer.given(points(n, d), "x"), answer.given(torch.randint(c, (n,)), "labels")
    loss, grad_weight, grad_bias = answer.softmax_gradient(weight, bias, x, labels)
    return {"loss": loss, "grad_weight": grad_weight, "grad_bias": grad_bias}


@scenario("stays finite for logits of any size", stage=REGRESSION)
def large(answer: Answer):
    x = torch.tensor([[1.0, 0.0], [0.0, 1.0]], dtype=torch.float64)
    weight = torch.tensor([[1e4, -1e4], [-1e4, 1e4]], dtype=torch.float64)
    bias = torch.zeros(2, dtype=torch.float64)
    loss, grad_weight, grad_bias = answer.softmax_gradient(weight, bias, x, torch.tensor([0, 0]))
    return {"loss": loss, "grad_weight": grad_weight, "grad_bias": grad_bias}


@scenario("takes the steps that were asked for, from zeros", cases=[(0,), (1,), (5,)], stage=REGRESSION)
def fitted(answer: Answer, steps: int):
    x, labels = answer.given(points(8, 3), "x"), answer.given(torch.randint(4, (8,)), "labels")
    weight, bias = answer.softmax_fit(x, labels, 4, steps, 0.3)
    return {"weight": weight, "bias": bias}


@scenario("reads 92 of 100 digits after 200 steps", stage=REGRESSION)
def regression_on_digits(answer: Answer):
    pixels, labels, test_pixels, test_labels = real()
    weight, bias = answer.softmax_fit(pixels, labels, 10, 200, 1.0)
    return gate(answer, "softmax regression", (test_pixels @ weight + bias).argmax(1), test_labels, 92)
