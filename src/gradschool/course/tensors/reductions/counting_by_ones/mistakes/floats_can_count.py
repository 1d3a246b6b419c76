"""Small whole numbers were expected to be exact in every float.

They are, up to a limit that depends on the digits: 256 in bfloat16, 2,048 in float16, 16,777,216 in float32.
Beyond it 1 is less than the distance to the next number.
"""

answers = {
    "three_thousand_ones": 3000.0,  # <- here
}
