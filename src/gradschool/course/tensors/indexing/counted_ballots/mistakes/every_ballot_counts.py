"""Every ballot was expected to count.

`counts[ballots] += 1` is no loop over ballots: it reads all places, adds, and writes all places, so that the second ballot for candidate 0 overwrites the first.
"""
answers = {
    "counted": [2, 1, 0],  # <- here
}
