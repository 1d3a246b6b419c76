"""The integers were expected to take 4 bytes each, as floats do.

PyTorch's default is asymmetric: 32 bits for floats, 64 for integers.
"""
answers = {
    "three_integers": 12,  # <- here
}
