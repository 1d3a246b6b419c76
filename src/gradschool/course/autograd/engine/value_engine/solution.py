from __future__ import annotations

import math
from collections import defaultdict


class Value:
    """A number that remembers how it was computed. `.data` is the number, `.grad` its gradient, 0 at first.

    `parents` holds each operand with the local slope towards it. That is all the chain rule asks of an operation, so
    `backward` knows none of them.
    """

    def __init__(self, data: float, parents: tuple[tuple[Value, float], ...] = ()) -> None:
        self.data = data
        self.grad = 0.0
        self.parents = parents

    def __repr__(self) -> str:
        return f"Value(data={self.data:.6g}, grad={self.grad:.6g})"

    def __add__(self, other: Value | float) -> Value:
        other = _as_value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: Value | float) -> Value:
        other = _as_value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, exponent: float) -> Value:
        if isinstance(exponent, Value):
            return NotImplemented  # Python turns this into the TypeError
        return Value(self.data**exponent, ((self, exponent * self.data ** (exponent - 1)),))

    def exp(self) -> Value:
        result = math.exp(self.data)
        return Value(result, ((self, result),))

    def tanh(self) -> Value:
        result = math.tanh(self.data)
        return Value(result, ((self, 1 - result**2),))

    def relu(self) -> Value:
        return Value(max(self.data, 0.0), ((self, float(self.data > 0)),))

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Value:
        return self * -1

    def __sub__(self, other: Value | float) -> Value:
        return self + -other

    def __rsub__(self, other: float) -> Value:
        return -self + other

    def __truediv__(self, other: Value | float) -> Value:
        return self * _as_value(other) ** -1

    def __rtruediv__(self, other: float) -> Value:
        return self**-1 * other

    def backward(self) -> None:
        """Add the derivative of `self` to the `.grad` of every Value that it was computed from, itself included.

        This pass's gradients are collected apart from `.grad`: what an earlier pass left there must not travel on.
        """
        gradients: dict[Value, float] = defaultdict(float, {self: 1.0})
        for node in reversed(_parents_first(self)):
            node.grad += gradients[node]  # complete: everything that uses `node` came before it
            for parent, slope in node.parents:
                gradients[parent] += gradients[node] * slope


def _as_value(number: Value | float) -> Value:
    return number if isinstance(number, Value) else Value(number)


def _parents_first(last: Value) -> list[Value]:
    """Every Value behind `last`, each after all of its parents. A loop, since Python's own stack is 1,000 deep."""
    order: list[Value] = []
    seen: set[Value] = set()
    stack = [(last, False)]
    while stack:
        node, finished = stack.pop()
        if finished:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent, _ in node.parents)
    return order
