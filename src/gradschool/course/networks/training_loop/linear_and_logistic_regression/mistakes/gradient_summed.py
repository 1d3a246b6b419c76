"""The gradient is that of the *sum* of the squares, not of their mean.

The step then grows with the number of rows, and with enough of them it overshoots more each time.
"""
import torch
from torch import nn
from torch.nn import functional as F


class LinearRegression:
    def fit_closed_form(self, x, y):
        center, level = x.mean(0), y.mean()
        self.weight = torch.linalg.pinv(x - center) @ (y - level)
        self.bias = level - center @ self.weight
        return self

    def fit_gradient_descent(self, x, y, lr=0.1, steps=1000):
        self.weight = torch.zeros(x.shape[1], dtype=x.dtype)
        self.bias = torch.zeros((), dtype=x.dtype)
        for _ in range(steps):
            error = x @ self.weight + self.bias - y
            self.weight = self.weight - lr * 2 * x.T @ error  # <- here
            self.bias = self.bias - lr * 2 * error.sum()
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
