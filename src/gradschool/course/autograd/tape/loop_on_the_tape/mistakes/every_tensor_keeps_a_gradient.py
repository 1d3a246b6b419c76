"""A tensor half-way along the tape was expected to keep its gradient.

The gradient 12 did pass by. It is stored only at leaves; `hidden.retain_grad()` before `backward` would have kept it.
"""
answers = {
    "half_way": 12,  # <- here
}
