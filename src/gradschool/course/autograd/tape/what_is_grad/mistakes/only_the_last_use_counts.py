"""Only one use of a shared weight was counted.

A weight reaches the loss once for each use, and its gradient is the sum over all those paths.
Here both factors are the same weight: 3 + 3.
"""

answers = {
    "shared_weight": 3.0,  # <- here
}
