"""Every pixel was expected to be seen by some window.

A window stops where it no longer fits, and what is left over at the far side is left out, without a word.
"""
answers = {
    "pixels_that_count_for_nothing": 0,  # <- here
}
