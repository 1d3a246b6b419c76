"""Writes to saved tensors were expected to go unnoticed.

Every tensor has a counter that each in-place operation raises, and the tape compares it with the one that it saw.
Only what goes round the counter, `.data` and NumPy, is silent.
"""

answers = {
    "exponential_then_added": "silent",  # <- here
    "input_of_a_square": "silent",  # <- here
    "powers_in_a_buffer": "silent",  # <- here
}
