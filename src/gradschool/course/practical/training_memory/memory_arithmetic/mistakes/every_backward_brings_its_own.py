"""Each `backward` was expected to leave a gradient of its own.

There is one `.grad` for each parameter, as large as the parameter, and every pass adds to it in place.
What grows with the number of passes is only the time.
"""
answers = {
    "gradients_of_four_pieces": 16_000,  # <- here
}
