"""`detach` was expected to let the gradient through.

What it gives has the same value and no past: for autograd it is a constant.
One detached factor halves the derivative of a square; with all of them detached there is nothing to differentiate.
"""

answers = {
    "detached_factor": 6.0,  # <- here
    "nothing_recorded": 6.0,  # <- here
}
