"""A write by NumPy was expected to be noticed.

The counter belongs to torch's operations; NumPy writes bytes.
"""

answers = {
    "zeroed_through_numpy": "raises",  # <- here
}
