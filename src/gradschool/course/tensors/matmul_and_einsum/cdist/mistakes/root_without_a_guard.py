"""The values are right, the gradient is NaN where two points coincide.

The slope of a square root at 0 is infinite, and infinity times 0 is NaN; choosing with `where` *after* the root does not help, because the infinite branch is differentiated all the same.
`torch.linalg.vector_norm` defines the gradient there as 0; by hand, replace the zeros before the root.
"""


def cdist(x1, x2):
    return (x1[:, None] - x2[None]).square().sum(-1).sqrt()  # <- here
