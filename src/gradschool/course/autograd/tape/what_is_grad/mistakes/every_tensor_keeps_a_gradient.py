"""A tensor that is no leaf was expected to have a `.grad`.

`requires_grad` is True for it, and a gradient flows *through* it, but only leaves keep theirs.
Call `retain_grad()` to look at one, and make parameters leaves: scale first, then `requires_grad_()`.
"""

answers = {
    "scaled_at_birth": [1.0, 1.0],  # <- here
}
