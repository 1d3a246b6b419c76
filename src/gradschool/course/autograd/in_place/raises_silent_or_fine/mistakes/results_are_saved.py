"""A square was expected to save its result.

Its derivative, 2 x, is made from the input. So writing to the result is fine, and writing to the input raises.
"""

answers = {
    "squared_then_added": "raises",  # <- here
    "input_of_a_square": "fine",  # <- here
}
