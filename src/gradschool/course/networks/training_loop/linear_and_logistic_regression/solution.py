import torch
from torch import nn
from torch.nn import functional as F


class LinearRegression:
    """Least squares: `x @ weight + bias`, with weight (features,) and a 0-d bias."""

    weight: torch.Tensor
    bias: torch.Tensor

    @torch.no_grad()
    def fit_closed_form(self, x: torch.Tensor, y: torch.Tensor) -> "LinearRegression":
        """Solve for `x` (n, features) and `y` (n,).

        On centered data the best bias is 0, and no column of ones has to be told from a column far from zero. The
        pseudo-inverse takes the shortest of the best solutions where there are several, on every device.
        """
        center, level = x.mean(0), y.mean()
        self.weight = torch.linalg.pinv(x - center) @ (y - level)
        self.bias = level - center @ self.weight
        return self

    @torch.no_grad()
    def fit_gradient_descent(
        self, x: torch.Tensor, y: torch.Tensor, lr: float = 0.1, steps: int = 1000
    ) -> "LinearRegression":
        """Walk down the gradient of the mean squared error, from zero."""
        self.weight, self.bias = x.new_zeros(x.shape[1]), x.new_zeros(())
        for _ in range(steps):
            error = self.predict(x) - y
            self.weight -= lr * 2 * (x.T @ error) / len(y)
            self.bias -= lr * 2 * error.mean()
        return self

    def fit_nn(self, x: torch.Tensor, y: torch.Tensor, lr: float = 0.1, steps: int = 1000) -> "LinearRegression":
        """Train an `nn.Linear`."""
        layer = nn.Linear(x.shape[1], 1, device=x.device, dtype=x.dtype)
        optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
        for _ in range(steps):
            loss = F.mse_loss(layer(x).squeeze(1), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        self.weight, self.bias = layer.weight.detach()[0], layer.bias.detach()[0]
        return self

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """The predictions (n,) for `x` (n, features)."""
        return x @ self.weight + self.bias


@torch.no_grad()
def fit_logistic(
    x: torch.Tensor, y: torch.Tensor, lr: float, steps: int, weight_decay: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight (features,) and 0-d bias of a logistic regression, by gradient descent from zero.

    The gradient of the cross-entropy with respect to a logit is the probability minus the label, so no logarithm is
    ever taken and nothing can overflow.
    """
    y = y.to(x.dtype)
    weight, bias = x.new_zeros(x.shape[1]), x.new_zeros(())
    for _ in range(steps):
        error = torch.sigmoid(x @ weight + bias) - y
        weight -= lr * (x.T @ error / len(y) + weight_decay * weight)
        bias -= lr * error.mean()
    return weight, bias
