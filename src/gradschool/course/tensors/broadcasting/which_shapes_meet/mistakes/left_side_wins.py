"""The shape of the left side was expected to win.

In place it would have to, and `predictions -= targets` raises. Out of place, each axis takes the larger size: `(64, 64)`.
"""
answers = {
    "predictions_and_targets": (64, 1),  # <- here
}
