"""Every in-place operation was expected to break the backward.

In-place operations are recorded, and right. What raises is a write to a tensor that the tape has *saved* for some derivative, and products with numbers save none.
"""

answers = {
    "doubled_then_added": "raises",  # <- here
    "squared_then_added": "raises",  # <- here
    "input_of_an_exponential": "raises",  # <- here
    "relu_in_place": "raises",  # <- here
}
