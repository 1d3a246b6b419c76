import torch


def standardize_(x: torch.Tensor, eps: float = 1e-5) -> torch.Tensor:
    """Bring every column of `x` (rows, columns) to mean 0 and standard deviation 1, in place. Returns `x`.

    Beside `x` there is never more than a few numbers for each column: reductions read the table where it stands.
    """
    variance, mean = torch.var_mean(x, dim=0, correction=0)
    return x.sub_(mean).mul_(torch.rsqrt(variance + eps))
