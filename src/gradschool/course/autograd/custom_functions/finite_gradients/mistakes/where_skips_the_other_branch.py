"""`where` was expected to keep the other branch out of the gradient.

Both branches were computed and both get a gradient; the one not taken gets 0, and 0 times infinity is NaN.
"""

answers = {
    "the_branch_not_taken": 0.0,  # <- here
}
