"""A frozen tensor was expected to block the gradient.

Freezing says that *this* tensor wants no gradient. The product is still recorded, because of its other factor, and multiplies by the frozen value on the way back.
"""

answers = {
    "through_a_frozen_weight": None,  # <- here
}
