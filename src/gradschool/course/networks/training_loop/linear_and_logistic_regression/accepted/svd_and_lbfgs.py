"""The pseudo-inverse by hand, L-BFGS for the layer, and a column of ones where it does no harm."""
import torch
from torch import nn


class LinearRegression:
    def fit_closed_form(self, x, y):
        u, s, vh = torch.linalg.svd(x - x.mean(0), full_matrices=False)
        keep = s > s.max() * max(x.shape) * torch.finfo(x.dtype).eps
        self.weight = vh[keep].T @ ((u.T @ (y - y.mean()))[keep] / s[keep])
        self.bias = (y - x @ self.weight).mean()
        return self

    def fit_gradient_descent(self, x, y, *, lr=0.1, steps=1000):
        ones = torch.cat([x, torch.ones_like(x[:, :1])], 1)
        both = torch.zeros_like(ones[0])
        for _ in range(steps):
            both = both - lr * 2 / x.shape[0] * ones.mT @ (ones @ both - y)
        self.weight, self.bias = both[:-1], both[-1]
        return self

    def fit_nn(self, x, y, *, lr=0.1, steps=1000):
        layer = nn.Linear(x.shape[1], 1, dtype=x.dtype)
        optimizer = torch.optim.LBFGS(layer.parameters(), lr=1.0, max_iter=100, line_search_fn="strong_wolfe")

        def closure():
            optimizer.zero_grad()
            loss = nn.MSELoss()(layer(x)[:, 0], y)
            loss.backward()
            return loss

        optimizer.step(closure)
        with torch.no_grad():
            self.weight, self.bias = layer.weight[0].clone(), layer.bias[0].clone()
        return self

    def predict(self, x):
        return (x * self.weight).sum(1) + self.bias


def fit_logistic(x, y, lr, steps, weight_decay=0.0):
    weight, bias, y = torch.zeros_like(x[0]), torch.zeros_like(x[0, 0]), y.type_as(x)
    for _ in range(steps):
        error = (x.mv(weight) + bias).sigmoid() - y
        weight, bias = (
            weight * (1 - lr * weight_decay) - lr * torch.einsum("nf,n->f", x, error) / y.numel(),
            bias - lr * error.mean(),
        )
    return weight, bias
