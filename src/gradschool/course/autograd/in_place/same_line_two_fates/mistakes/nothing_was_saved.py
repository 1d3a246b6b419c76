"""The exponential was expected to survive as the sine did.

Its derivative is its own result, which the tape therefore keeps; doubling it in place destroys what `backward` needs, and autograd notices.
"""

answers = {
    "after_the_exponential": 2.0,  # <- here
}
