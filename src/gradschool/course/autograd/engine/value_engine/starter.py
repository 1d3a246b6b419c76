import math


class Value:
    """A number that remembers how it was computed. `.data` is the number, `.grad` its gradient, 0 at first."""

    def __init__(self, data: float) -> None:
        self.data = data
        self.grad = 0.0

    def tanh(self) -> "Value":
        return Value(math.tanh(self.data))  # right as a number; but where did it come from?

    def backward(self) -> None:
        """Add the derivative of `self` to the `.grad` of every Value that it was computed from."""
        raise NotImplementedError("your turn")
