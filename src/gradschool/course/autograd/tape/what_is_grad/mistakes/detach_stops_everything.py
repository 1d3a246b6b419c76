"""One detached factor was expected to stop the whole gradient.

`detach` cuts one path. The other factor is still the recorded weight, and its derivative is the constant beside it.
"""

answers = {
    "detached_factor": 0.0,  # <- here
}
