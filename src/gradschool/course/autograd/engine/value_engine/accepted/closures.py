"""One closure for each operation, as micrograd does it; intermediate gradients cleared first, and no recursion."""
import math


class Value:
    def __init__(self, data, children=()):
        self.data, self.grad, self.children = data, 0, children
        self.push = lambda: None

    @staticmethod
    def wrap(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = Value.wrap(other)
        out = Value(self.data + other.data, (self, other))

        def push():
            self.grad += out.grad
            other.grad += out.grad

        out.push = push
        return out

    def __mul__(self, other):
        other = Value.wrap(other)
        out = Value(self.data * other.data, (self, other))

        def push():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.push = push
        return out

    def __pow__(self, n):
        if not isinstance(n, (int, float)):
            raise TypeError("only numbers as exponents")
        out = Value(self.data**n, (self,))

        def push():
            self.grad += n * self.data ** (n - 1) * out.grad

        out.push = push
        return out

    def exp(self):
        out = Value(math.exp(self.data), (self,))

        def push():
            self.grad += out.data * out.grad

        out.push = push
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

        def push():
            self.grad += (1 - out.data**2) * out.grad

        out.push = push
        return out

    def relu(self):
        out = Value(self.data if self.data > 0 else 0.0, (self,))

        def push():
            self.grad += (out.data > 0) * out.grad

        out.push = push
        return out

    def __neg__(self):
        return self * -1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return other + (-self)

    def __truediv__(self, other):
        return self * Value.wrap(other) ** -1

    def __rtruediv__(self, other):
        return Value.wrap(other) / self

    def backward(self):
        order, visited, stack = [], set(), [self]
        while stack:
            node = stack[-1]
            waiting = [c for c in node.children if id(c) not in visited]
            if waiting:
                stack.append(waiting[0])
            else:
                stack.pop()
                if id(node) not in visited:
                    visited.add(id(node))
                    order.append(node)
        for node in order:
            if node.children:
                node.grad = 0
        if self.children:
            self.grad = 1
        else:
            self.grad += 1
        for node in reversed(order):
            node.push()
