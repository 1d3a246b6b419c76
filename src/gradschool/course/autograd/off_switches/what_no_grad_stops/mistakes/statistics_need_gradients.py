"""The running mean was expected to need gradients.

It is no parameter: the layer writes it in the forward pass, whether anybody records or not.
"""

answers = {
    "still_learns": False,  # <- here
}
