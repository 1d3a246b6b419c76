"""The standard deviation squared again, and halves in float64."""
import torch


def axes_of(shape):
    return [-1 - place for place in range(len(tuple(shape)))]


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    x = input.double() if input.element_size() == 2 else input
    axes = axes_of(normalized_shape)
    x = x - x.mean(axes, True)
    x = x / (x.square().mean(axes, True) + eps).sqrt()
    one, zero = torch.ones((), dtype=x.dtype), torch.zeros((), dtype=x.dtype)
    return torch.addcmul(zero if bias is None else bias.to(x), x, one if weight is None else weight.to(x)).to(input.dtype)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    x = input.float() if input.element_size() == 2 else input
    norm = torch.linalg.vector_norm(x, dim=axes_of(normalized_shape), keepdim=True)
    count = 1
    for size in normalized_shape:
        count *= size
    if eps is None:
        eps = torch.finfo(x.dtype).eps
    x = x.div((norm * norm / count + eps).sqrt())
    if weight is not None:
        x = x.mul(weight)
    return x.type(input.dtype)
