"""Every element of `grad` is added to the element that it came from, found by broadcasting the addresses."""
import math

import torch


def unbroadcast(grad, shape):
    shape = tuple(shape)
    address = torch.arange(math.prod(shape)).reshape(shape).expand(grad.shape)
    home = torch.zeros(math.prod(shape), dtype=grad.dtype, device=grad.device)
    return home.index_add(0, address.reshape(-1), grad.reshape(-1)).reshape(shape)
