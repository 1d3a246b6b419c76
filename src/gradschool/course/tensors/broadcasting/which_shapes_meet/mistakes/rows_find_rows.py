"""Three numbers were expected to find the three rows.

Nothing looks for a size that fits. The last axes meet each other, three against four, and that is refused.
"""
answers = {
    "one_number_for_each_row": (3, 4),  # <- here
}
