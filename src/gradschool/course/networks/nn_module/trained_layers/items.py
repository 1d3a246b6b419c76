"""What is observed: which layers of a list a module sees."""

import torch
from torch import nn


def layers_that_moved():
    """What does this give?

    A module notices what is assigned to it by type, and a list is none of the types. Only the head was registered.
    """

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = [nn.Linear(4, 4), nn.Linear(4, 4)]
            self.head = nn.Linear(4, 1)

        def forward(self, x):
            for layer in self.hidden:
                x = torch.tanh(layer(x))
            return self.head(x)

    net = Net()
    before = [layer.weight.clone() for layer in [*net.hidden, net.head]]
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    net(torch.ones(8, 4)).square().mean().backward()
    optimizer.step()
    after = [layer.weight for layer in [*net.hidden, net.head]]
    return sum(not torch.equal(old, new) for old, new in zip(before, after, strict=True))


def layers_with_a_gradient():
    """What does this give?

    Autograd follows the computation and knows no modules: all three weights get their gradient.
    Nobody applies two of them.
    """
    hidden, head = [nn.Linear(4, 4), nn.Linear(4, 4)], nn.Linear(4, 1)
    x = torch.ones(8, 4)
    for layer in hidden:
        x = torch.tanh(layer(x))
    head(x).square().mean().backward()
    return sum(layer.weight.grad is not None for layer in [*hidden, head])
