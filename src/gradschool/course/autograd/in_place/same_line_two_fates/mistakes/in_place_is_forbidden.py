"""In-place operations were expected to break every backward.

They are recorded like others. Only overwriting what the tape has *saved* breaks it, and a sine saves its input.
"""

answers = {
    "after_the_sine": "raises",  # <- here
}
