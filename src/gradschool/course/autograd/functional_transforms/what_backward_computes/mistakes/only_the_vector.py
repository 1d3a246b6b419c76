"""This is the vector that went in.

It is where the way back *begins*: each number is multiplied by the derivative of its output, 2x.
"""
answers = {
    "two_outputs_cared_about": [1.0, 10.0, 0.0],  # <- here
}
