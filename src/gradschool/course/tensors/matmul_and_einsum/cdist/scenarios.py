"""What is observed of an answer to `cdist`."""

import torch

from gradschool.scenarios import Answer, scenario


@scenario("measures every point of one cloud from every point of the other", cases=[(1, 1, 1), (2, 3, 2), (5, 4, 7)])
def values(answer: Answer, n: int, m: int, dims: int):
    x1, x2 = answer.given(torch.randn(n, dims), "x1"), answer.given(torch.randn(m, dims), "x2")
    return {"cdist(x1, x2)": answer.cdist(x1, x2)}


@scenario("keeps its digits far from the origin", cases=[(100.0,), (1e4,)])
def far_away(answer: Answer, offset: float):
    x1, x2 = torch.randn(4, 3) + offset, torch.randn(3, 3) + offset
    return {f"cdist(x1 + {offset:g}, x2 + {offset:g})": answer.cdist(x1, x2)}


# So many pairs that a form which can go below zero under the root does.
@scenario("is a number for each of many neighbors far from the origin")
def never_nan(answer: Answer):
    cloud = torch.randn(25, 3) + 1e4
    return {"cdist(x + 10000, x + 10000).isnan().any()": answer.cdist(cloud, cloud).isnan().any()}


@scenario("keeps its digits for two clusters far from each other")
def two_clusters(answer: Answer):
    cloud = torch.cat([torch.randn(2, 3), torch.randn(2, 3) + 1e4])
    return {"cdist(two clusters, two clusters)": answer.cdist(cloud, cloud + 0.01)}


@scenario("gives a point the distance 0 from itself", cases=[(1.0,), (1e3,)])
def itself(answer: Answer, size: float):
    cloud = size * torch.randn(4, 3)
    return {"cdist(x, x).diagonal() == 0": answer.cdist(cloud, cloud).diagonal() == 0}


@scenario("has a finite gradient where two points coincide")
def coinciding(answer: Answer):
    x1 = torch.randn(3, 2, dtype=torch.float64, requires_grad=True)
    x2 = x1.detach()[:2].clone().requires_grad_()
    answer.cdist(x1, x2).backward(torch.randn(3, 2, dtype=torch.float64))
    return {"x1.grad": x1.grad, "x2.grad": x2.grad}


@scenario("carries the gradient of every distance to both clouds")
def gradient(answer: Answer):
    x1 = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    x2 = torch.randn(2, 4, dtype=torch.float64, requires_grad=True)
    answer.cdist(x1, x2).backward(torch.randn(3, 2, dtype=torch.float64))
    return {"x1.grad": x1.grad, "x2.grad": x2.grad}


@scenario("accepts clouds without points, and any layout", cases=[(0, 3), (2, 0), (3, 2)])
def edges(answer: Answer, n: int, m: int):
    return {"cdist(x1, x2)": answer.cdist(torch.randn(5, n).T, torch.randn(m, 10)[:, ::2])}
