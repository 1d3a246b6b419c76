"""`h` was expected to keep its value after `relu_(h)`.

In place means that `h` itself is the result; there is no other tensor. The shortcut adds the relu to itself.
"""

answers = {
    "relu_in_place_beside_a_shortcut": "fine",  # <- here
}
