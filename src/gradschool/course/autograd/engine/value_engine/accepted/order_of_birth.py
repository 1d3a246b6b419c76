"""No search for an order: what was made later is visited first. A heap of the births, largest first."""
import heapq
import itertools
import math

births = itertools.count()


class Value:
    def __init__(self, data, *made_from):
        self.data = float(data)
        self.grad = 0.0
        self.made_from = made_from
        self.birth = next(births)

    def __add__(self, other):
        if isinstance(other, Value):
            return Value(self.data + other.data, (self, 1), (other, 1))
        return Value(self.data + other, (self, 1))

    def __sub__(self, other):
        if isinstance(other, Value):
            return Value(self.data - other.data, (self, 1), (other, -1))
        return Value(self.data - other, (self, 1))

    def __mul__(self, other):
        if isinstance(other, Value):
            return Value(self.data * other.data, (self, other.data), (other, self.data))
        return Value(self.data * other, (self, other))

    def __truediv__(self, other):
        if isinstance(other, Value):
            return Value(self.data / other.data, (self, 1 / other.data), (other, -self.data / other.data**2))
        return Value(self.data / other, (self, 1 / other))

    def __pow__(self, n):
        if isinstance(n, Value):
            raise TypeError("a Value cannot be an exponent")
        return Value(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return Value(-self.data, (self, -1))

    def __rsub__(self, other):
        return Value(other - self.data, (self, -1))

    def __rtruediv__(self, other):
        return Value(other / self.data, (self, -other / self.data**2))

    __radd__, __rmul__ = __add__, __mul__

    def exp(self):
        return Value(math.exp(self.data), (self, math.exp(self.data)))

    def tanh(self):
        return Value(math.tanh(self.data), (self, 1 - math.tanh(self.data) ** 2))

    def relu(self):
        return self * 1.0 if self.data > 0 else self * 0.0

    def backward(self):
        arrived = {self.birth: 1.0}
        heap = [(-self.birth, self)]
        while heap:
            _, node = heapq.heappop(heap)
            gradient = arrived.pop(node.birth)
            node.grad += gradient
            for parent, slope in node.made_from:
                if parent.birth not in arrived:
                    arrived[parent.birth] = 0.0
                    heapq.heappush(heap, (-parent.birth, parent))
                arrived[parent.birth] += slope * gradient
