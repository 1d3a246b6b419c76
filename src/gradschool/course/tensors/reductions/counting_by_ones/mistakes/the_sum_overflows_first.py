"""The mean was expected to overflow on the way.

It would if every partial sum were a float16. They are float32 inside, and only the result is rounded to half.
"""

answers = {
    "mean_of_large_numbers": float("inf"),  # <- here
}
