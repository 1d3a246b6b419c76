"""Count first how often each Value is used, as PyTorch does: a node goes on when nothing is outstanding."""
import math
from collections import Counter, deque


def lift(x):
    return x if isinstance(x, Value) else Value(x)


class Value:
    __slots__ = ("data", "grad", "edges")

    def __init__(self, data, edges=()):
        self.data, self.grad, self.edges = data, 0.0, edges

    def __add__(self, other):
        other = lift(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = lift(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, exponent):
        if not isinstance(exponent, (int, float)):
            raise TypeError(f"exponent must be a number, not {type(exponent).__name__}")
        return Value(self.data**exponent, [(self, exponent * self.data ** (exponent - 1))])

    def exp(self):
        e = math.exp(self.data)
        return Value(e, [(self, e)])

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [(self, (1 - t) * (1 + t))])

    def relu(self):
        return Value(self.data, [(self, 1.0)]) if self.data > 0 else Value(0.0)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + -1 * lift(other)

    def __rsub__(self, other):
        return lift(other) - self

    def __truediv__(self, other):
        return self * lift(other) ** -1.0

    def __rtruediv__(self, other):
        return lift(other) / self

    def backward(self):
        outstanding = Counter()
        found, queue = {id(self)}, deque([self])
        while queue:
            for parent, _ in queue.popleft().edges:
                outstanding[id(parent)] += 1
                if id(parent) not in found:
                    found.add(id(parent))
                    queue.append(parent)
        gradients, ready = {id(self): 1.0}, deque([self])
        while ready:
            node = ready.popleft()
            gradient = gradients[id(node)]
            node.grad += gradient
            for parent, slope in node.edges:
                gradients[id(parent)] = gradients.get(id(parent), 0.0) + gradient * slope
                outstanding[id(parent)] -= 1
                if outstanding[id(parent)] == 0:
                    ready.append(parent)
