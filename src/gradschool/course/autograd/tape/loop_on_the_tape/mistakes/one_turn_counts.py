"""Only one turn of the loop was counted.

The line is written once and ran six times; the tape has six multiplications, and their slopes multiply: 2 to the power of 6.
"""
answers = {
    "through_a_loop": 2,  # <- here
}
