"""A gradient of zero was expected to be no gradient.

The path exists, its factor is 0, and 0 is what is stored.
Optimizers treat the two differently: weight decay and momentum still move a weight whose gradient is 0.
"""

answers = {
    "multiplied_by_zero": None,  # <- here
}
