import torch


class LinearRegression:
    """Least squares: `x @ weight + bias`, with weight (features,) and a 0-d bias."""

    weight: torch.Tensor
    bias: torch.Tensor

    def fit_closed_form(self, x: torch.Tensor, y: torch.Tensor) -> "LinearRegression":
        """Solve for `x` (n, features) and `y` (n,)."""
        raise NotImplementedError("your turn")

    def fit_gradient_descent(
        self, x: torch.Tensor, y: torch.Tensor, lr: float = 0.1, steps: int = 1000
    ) -> "LinearRegression":
        """Walk down the gradient of the mean squared error, from zero."""
        raise NotImplementedError("your turn")

    def fit_nn(self, x: torch.Tensor, y: torch.Tensor, lr: float = 0.1, steps: int = 1000) -> "LinearRegression":
        """Train an `nn.Linear`."""
        raise NotImplementedError("your turn")

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """The predictions (n,) for `x` (n, features)."""
        raise NotImplementedError("your turn")


def fit_logistic(
    x: torch.Tensor, y: torch.Tensor, lr: float, steps: int, weight_decay: float = 0.0
) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight (features,) and 0-d bias of a logistic regression, by gradient descent from zero."""
    raise NotImplementedError("your turn")
