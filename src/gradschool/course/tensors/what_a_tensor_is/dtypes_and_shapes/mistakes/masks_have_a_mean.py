"""The mean of a mask was expected to be a fraction.

It should be, but `mean` refuses bools and integers: it does not guess a float dtype.
NumPy does; here you write `.float().mean()`.
"""
answers = {
    "mean_of_a_mask": 0.5,  # <- here
}
