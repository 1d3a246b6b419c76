"""The block's output was expected to be kept beside its input.

The output goes on to the sum, which needs neither of its terms; backward brings the *gradient* of the output along.
From the input all the rest can be computed again.
"""
answers = {
    "kept_by_a_checkpoint": 2,  # <- here
}
