"""A loss without a tape was expected to give the gradient 0.

`backward` has nothing to start from and says so: RuntimeError.
In a training script this message means that something on the way, a `detach`, a `no_grad`, an `.item()`, cut the tape.
"""

answers = {
    "nothing_recorded": 0.0,  # <- here
}
