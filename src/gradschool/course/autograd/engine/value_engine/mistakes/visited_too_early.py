"""Each Value is visited once, but the first time that the walk meets it, before all of its gradient is there.

What arrives later is added to `.grad` and never handed on: everything behind that Value gets too little.
"Once" isn't enough, it must be *after all its uses*: append a node to the order after its parents (postorder), then walk that order in reverse.
"""
import math


class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, n):
        if isinstance(n, Value):
            raise TypeError("the exponent must be a plain number")
        return Value(self.data**n, ((self, n * self.data ** (n - 1)),))

    def exp(self):
        return Value(math.exp(self.data), ((self, math.exp(self.data)),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1 - t**2),))

    def relu(self):
        return Value(max(self.data, 0.0), ((self, float(self.data > 0)),))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        gradients, seen = {}, set()

        def walk(node):
            if node in seen:
                return
            seen.add(node)  # <- here
            for parent, slope in node.parents:
                gradients[parent] = gradients.get(parent, 0.0) + gradients[node] * slope
            for parent, _ in node.parents:
                walk(parent)

        gradients[self] = 1.0
        walk(self)
        for node, gradient in gradients.items():
            node.grad += gradient
