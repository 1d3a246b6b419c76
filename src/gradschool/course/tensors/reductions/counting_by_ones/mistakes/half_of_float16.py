"""2,048 is where float16 stops; bfloat16 has three digits less.

Both have 16 bits. bfloat16 spends three more of them on the exponent, for the range of float32, and counts only to 256.
"""

answers = {
    "three_thousand_ones": 2048.0,  # <- here
}
