"""The distances are squared.

The root is missing.
(Where only the order of the distances matters, leaving it out is a good trick; here it was asked for.)
"""


def cdist(x1, x2):
    return (x1[:, None] - x2[None]).square().sum(-1)  # <- here
