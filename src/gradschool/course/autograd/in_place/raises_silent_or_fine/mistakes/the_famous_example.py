"""`y = x * 2; y.add_(1)` was expected to raise, as many pages say.

It does not. The derivative is 2, so nothing was saved; with `exp` in place of `* 2` it would raise.
"""

answers = {
    "doubled_then_added": "raises",  # <- here
}
