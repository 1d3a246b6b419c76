"""The matrix product lost the digits, and some squared distances became negative.

$|a|^2 + |b|^2 - 2 a b$ subtracts numbers that are almost equal: at 10,000 the squares are known to within 16, whatever the distance, and the root of a negative rest is NaN.
Subtract the points first.
"""


def cdist(x1, x2):
    squared = x1.square().sum(1)[:, None] + x2.square().sum(1) - 2 * x1 @ x2.T  # <- here
    return squared.sqrt()
