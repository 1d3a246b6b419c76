"""The sum over an empty axis was expected to be empty.

The axis that you name goes away, whatever its size; the columns stay, and the sum of no numbers is 0.
"""
answers = {
    "sum_of_nothing": [],  # <- here
}
