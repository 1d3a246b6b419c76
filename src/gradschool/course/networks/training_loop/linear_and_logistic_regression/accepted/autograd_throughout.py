"""autograd does every gradient; lstsq by QR of centered data; Adam for the layer."""
import torch
from torch import nn


class LinearRegression(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = self.bias = None

    def fit_closed_form(self, x, y):
        middle = torch.cat([x, y[:, None]], 1).mean(0)
        self.weight = torch.linalg.lstsq(x - middle[:-1], (y - middle[-1]).unsqueeze(1), driver="gelsd").solution.squeeze(1)
        self.bias = middle[-1] - self.weight.dot(middle[:-1])
        return self

    def fit_gradient_descent(self, x, y, lr=0.1, steps=1000):
        parameters = torch.zeros(x.size(1) + 1, dtype=x.dtype, requires_grad=True)
        for _ in range(steps):
            loss = torch.nn.functional.mse_loss(x @ parameters[:-1] + parameters[-1], y)
            (gradient,) = torch.autograd.grad(loss, parameters)
            parameters = (parameters - lr * gradient).detach().requires_grad_()
        self.weight, self.bias = parameters.detach()[:-1], parameters.detach()[-1]
        return self

    def fit_nn(self, x, y, lr=0.1, steps=1000):
        layer = nn.Linear(x.size(1), 1).to(x.dtype)
        optimizer = torch.optim.SGD(layer.parameters(), lr=lr, momentum=0.5, nesterov=True)
        for _ in range(steps):
            optimizer.zero_grad()
            (layer(x) - y.unsqueeze(1)).pow(2).mean().backward()
            optimizer.step()
        self.weight, self.bias = layer.weight.detach().flatten(), layer.bias.detach().squeeze()
        return self

    def predict(self, x):
        return torch.addmv(self.bias, x, self.weight)


def fit_logistic(x, y, lr, steps, weight_decay=0.0):
    weight = torch.zeros(x.shape[1], dtype=x.dtype, requires_grad=True)
    bias = torch.zeros((), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([{"params": [weight], "weight_decay": weight_decay}, {"params": [bias]}], lr=lr)
    loss_fn = nn.BCEWithLogitsLoss()
    for _ in range(steps):
        optimizer.zero_grad()
        loss_fn(x @ weight + bias, y.to(x)).backward()
        optimizer.step()
    return weight.detach(), bias.detach()
