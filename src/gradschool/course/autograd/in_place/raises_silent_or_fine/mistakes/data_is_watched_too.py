"""A write through `.data` was expected to be noticed.

`.data` has a counter of its own, which nobody compares: the gradient is computed from what stands in memory now.
"""

answers = {
    "zeroed_through_data": "raises",  # <- here
}
