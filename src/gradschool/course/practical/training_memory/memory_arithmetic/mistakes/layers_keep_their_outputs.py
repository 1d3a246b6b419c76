"""Every layer was expected to keep its output.

What is kept is what a derivative needs: Linear needs its input for the gradient of its weights, and nobody needs the output of the last one, or of the sum.
Go through the operations from the end and ask each of them.
"""
answers = {
    "kept_in_eval_mode": 4,  # <- here
    "kept_around_gelu": 10,  # <- here
}
