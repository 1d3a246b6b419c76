"""One einsum whose result has the letters that are left."""
import torch


def unbroadcast(grad, shape):
    letters = "abcdefghij"[: grad.ndim]
    kept = "".join(
        letter for letter, size in zip(reversed(letters), reversed(shape)) if size != 1
    )[::-1]
    return torch.einsum(f"{letters}->{kept}", grad).reshape(tuple(shape))
