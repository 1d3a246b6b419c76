"""`x = x + 1` was expected to write into the memory of `x`.

The right side makes a new tensor, and the assignment moves the name to it; the old memory stays as it was.
Only `x += 1`, and methods that end in `_`, write.
"""
answers = {
    "borrowed_from_numpy": [1.0, 1.0],  # <- here
}
