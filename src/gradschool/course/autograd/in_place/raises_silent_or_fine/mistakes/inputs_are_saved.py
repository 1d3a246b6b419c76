"""An exponential was expected to save its input.

Its derivative is its result, so that is what was saved: writing to the *result* raises, and the input is free.
"""

answers = {
    "exponential_then_added": "fine",  # <- here
    "input_of_an_exponential": "raises",  # <- here
}
