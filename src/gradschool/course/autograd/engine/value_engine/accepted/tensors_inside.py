"""The numbers are 0-d float64 tensors; the order comes from a recursive generator with the limit raised."""
import sys

import torch

sys.setrecursionlimit(100_000)


class Value:
    def __init__(self, data, parents=()):
        self.data = torch.as_tensor(data, dtype=torch.float64)
        self.grad = torch.zeros((), dtype=torch.float64)
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [(self, lambda g: g), (other, lambda g: g)])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [(self, lambda g: g * other.data), (other, lambda g: g * self.data)])

    def __pow__(self, exponent):
        if isinstance(exponent, Value):
            return NotImplemented
        return Value(self.data**exponent, [(self, lambda g: g * exponent * self.data ** (exponent - 1))])

    def exp(self):
        result = self.data.exp()
        return Value(result, [(self, lambda g: g * result)])

    def tanh(self):
        result = self.data.tanh()
        return Value(result, [(self, lambda g: g * (1 - result**2))])

    def relu(self):
        return Value(self.data.clamp(min=0), [(self, lambda g: g * (self.data > 0))])

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other * -1

    def __rsub__(self, other):
        return self * -1 + other

    def __truediv__(self, other):
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def backward(self):
        seen = set()

        def after_parents(node):
            if node not in seen:
                seen.add(node)
                for parent, _ in node.parents:
                    after_parents(parent)
                order.append(node)

        order = []
        after_parents(self)
        sent = dict.fromkeys(order, 0)
        sent[self] = torch.ones((), dtype=torch.float64)
        for node in order[::-1]:
            node.grad = node.grad + sent[node]
            for parent, pull in node.parents:
                sent[parent] = sent[parent] + pull(sent[node])
