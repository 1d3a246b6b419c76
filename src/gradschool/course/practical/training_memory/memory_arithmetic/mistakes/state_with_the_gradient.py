"""Each gradient was counted as state of the optimizer.

The gradient lies in `parameter.grad` and belongs to the parameter; the optimizer only reads it.
Its own state begins with the first `step()`.
"""
answers = {
    "state_before_the_first_step": 4_004_000,  # <- here
}
