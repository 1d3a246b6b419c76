"""`backward` on a loss without a tape was expected to do nothing.

It raises RuntimeError, so that a training loop that trains nothing does not run quietly.
"""

answers = {
    "nothing_recorded": None,  # <- here
}
