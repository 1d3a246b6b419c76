"""`x` was changed, and nothing was returned.

torch's methods with an underscore return the tensor that they changed, so that calls can be chained: `x.sub_(mean).div_(scale)`.
End with `return x`.
"""
import torch


def standardize_(x, eps=1e-5):
    variance, mean = torch.var_mean(x, 0, correction=0)
    x -= mean
    x /= torch.sqrt(variance + eps)  # <- here
