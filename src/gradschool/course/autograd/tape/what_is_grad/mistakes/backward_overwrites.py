"""`backward` was expected to replace `.grad`.

It adds to it: the second pass makes 12 of 6.
That is what makes gradients of parts add up to the gradient of the whole, and why loops clear them.
"""

answers = {
    "two_passes": 6.0,  # <- here
    "remembered_gradient": 6.0,  # <- here
}
