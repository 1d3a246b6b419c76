"""The closed form inverts $X^\top X$, which need not have an inverse.

Where two columns are the same it has none, and far from zero its digits are gone before it begins: squaring a number of 2,000 with a spread of 1 leaves nothing of the spread in float32.
Center, and use `pinv` or `lstsq`.
"""
import torch
from torch import nn
from torch.nn import functional as F


class LinearRegression:
    def fit_closed_form(self, x, y):
        ones = torch.cat([x, torch.ones_like(x[:, :1])], 1)
        both = torch.linalg.inv(ones.T @ ones) @ ones.T @ y  # <- here
        self.weight, self.bias = both[:-1], both[-1]
        return self

    def fit_gradient_descent(self, x, y, lr=0.1, steps=1000):
        self.weight = torch.zeros(x.shape[1], dtype=x.dtype)
        self.bias = torch.zeros((), dtype=x.dtype)
        for _ in range(steps):
            error = x @ self.weight + self.bias - y
            self.weight = self.weight - lr * 2 * x.T @ error / len(y)
            self.bias = self.bias - lr * 2 * error.mean()
        return self

    def fit_nn(self, x, y, lr=0.1, steps=1000):
        layer = nn.Linear(x.shape[1], 1, dtype=x.dtype)
        optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
        for _ in range(steps):
            loss = F.mse_loss(layer(x).squeeze(1), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        self.weight = layer.weight.detach()[0]
        self.bias = layer.bias.detach()[0]
        return self

    def predict(self, x):
        return x @ self.weight + self.bias


def fit_logistic(x, y, lr, steps, weight_decay=0.0):
    y = y.to(x.dtype)
    weight = torch.zeros(x.shape[1], dtype=x.dtype)
    bias = torch.zeros((), dtype=x.dtype)
    for _ in range(steps):
        error = torch.sigmoid(x @ weight + bias) - y
        weight = weight - lr * (x.T @ error / len(y) + weight_decay * weight)
        bias = bias - lr * error.mean()
    return weight, bias
