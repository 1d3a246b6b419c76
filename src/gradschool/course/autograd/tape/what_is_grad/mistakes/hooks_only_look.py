"""The hook was expected to look on without changing anything.

A hook that returns a tensor *replaces* the gradient at its place. To only look, return nothing.
"""

answers = {
    "hook_times_ten": 6.0,  # <- here
}
