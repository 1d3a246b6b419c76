"""`no_grad` was expected to do the work of `eval()`.

It turns recording off, and nothing else. Dropout and BatchNorm read a flag of their own, which `eval()` sets.
"""

answers = {
    "still_drops": False,  # <- here
    "still_learns": False,  # <- here
}
