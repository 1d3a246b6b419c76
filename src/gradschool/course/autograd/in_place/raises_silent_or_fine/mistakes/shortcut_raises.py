"""The shortcut was expected to raise.

Nothing that the tape saved was overwritten: `* 2` saved nothing, and `relu` saved its own result.
Autograd differentiates faithfully what really ran, and that is another function than the one you meant.
"""

answers = {
    "relu_in_place_beside_a_shortcut": "raises",  # <- here
}
