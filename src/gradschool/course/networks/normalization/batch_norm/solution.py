import torch
from torch import nn


class BatchNorm1d(nn.Module):
    """Normalizes each channel of `(batch, channels)` or `(batch, channels, length)`; state as in `nn.BatchNorm1d`.

    Ioffe & Szegedy 2015, "Batch Normalization". As in torch, a batch is normalized with its biased variance, while the
    unbiased one is stored, and `momentum` is the weight of the new batch.
    """

    running_mean: torch.Tensor
    running_var: torch.Tensor
    num_batches_tracked: torch.Tensor

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))
        self.bias = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        mean, var = self._of_batch(x) if self.training else (self.running_mean, self.running_var)
        across = (1, -1) + (1,) * (x.dim() - 2)
        scale = torch.rsqrt(var + self.eps) * self.weight
        return (x - mean.view(across)) * scale.view(across) + self.bias.view(across)

    def _of_batch(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and biased variance of each channel; notes both in the running statistics."""
        count = x.numel() // x.shape[1]
        if count < 2:
            raise ValueError(f"one value per channel has no variance to train with: got {tuple(x.shape)}")
        every_axis_but_channels = [axis for axis in range(x.dim()) if axis != 1]
        var, mean = torch.var_mean(x, every_axis_but_channels, correction=0)
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(var * (count / (count - 1)), self.momentum)
            self.num_batches_tracked += 1
        return mean, var
