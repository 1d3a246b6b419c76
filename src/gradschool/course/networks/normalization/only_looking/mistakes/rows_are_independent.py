"""The answer for a row was expected not to depend on the other rows.

For nearly every layer that is true; for BatchNorm in training mode it is not, since it normalizes with the mean of the batch.
"""
answers = {
    "the_same_in_other_company": True,  # <- here
}
