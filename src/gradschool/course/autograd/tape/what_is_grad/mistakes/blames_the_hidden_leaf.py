"""The gradient of the hidden leaf was given.

0.5 is the gradient of the ones, behind the multiplication. The name `weight` means the product, which keeps none.
"""

answers = {
    "scaled_at_birth": [0.5, 0.5],  # <- here
}
