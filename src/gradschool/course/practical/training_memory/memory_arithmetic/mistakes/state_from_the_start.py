"""The optimizer was expected to have its state from the start.

AdamW makes it in its first `step()`, parameter by parameter, where it finds a gradient.
So the first forward and backward run without it, and a model that fits at first can die in the second step.
"""
answers = {
    "state_before_the_first_step": 8_008_000,  # <- here
}
