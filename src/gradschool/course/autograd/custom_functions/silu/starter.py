import torch


class SiLU(torch.autograd.Function):
    """x * sigmoid(x), elementwise, with its own derivative."""

    @staticmethod
    def forward(x: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError("your turn")

    @staticmethod
    def setup_context(ctx, inputs, output) -> None:
        raise NotImplementedError("your turn")

    @staticmethod
    def backward(ctx, grad_output: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError("your turn")
