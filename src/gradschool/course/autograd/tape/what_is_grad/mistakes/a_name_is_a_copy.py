"""A gradient that has a second name was expected to stay what it was.

`first = weight.grad` copies nothing: both names mean one tensor, and the next backward adds to it in place.
Keep it with `weight.grad.clone()`.
"""

answers = {
    "remembered_gradient": 6.0,  # <- here
}
