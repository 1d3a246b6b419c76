"""`//` was expected to divide truly.

`/` between integers gives a float; `//` gives the quotient rounded down, and stays integer.
"""
answers = {
    "floor_of_negatives": [-3.5, 3.5],  # <- here
}
