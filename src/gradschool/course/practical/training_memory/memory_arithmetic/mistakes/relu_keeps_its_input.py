"""ReLU was expected to keep its input beside its output.

Whether a number passed can be read off the output, which the next Linear keeps anyway; what went into ReLU is freed.
The answer counts three tensors, and two are kept.
"""
answers = {
    "kept_in_eval_mode": 3,  # <- here
}
