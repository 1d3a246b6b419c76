"""No gradient was expected to be a gradient of zero.

`backward` visits only what the loss was made from; a leaf that it never visits keeps the `None` that it was born with.
"""

answers = {
    "never_used": 0.0,  # <- here
}
