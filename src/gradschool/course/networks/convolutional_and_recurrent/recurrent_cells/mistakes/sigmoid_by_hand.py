"""The sigmoid was written as `1 / (1 + exp(-x))`: its value survives large sums, its gradient does not.

At x = -100 the exponential is inf in float32, the quotient is 0 as it should be, and the derivative is 0 · inf = NaN.
`torch.sigmoid` is written for that.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = F.linear(input, w_ih, b_ih) + F.linear(hx, w_hh, b_hh)
    return torch.tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = F.linear(input, w_ih, b_ih) + F.linear(h, w_hh, b_hh)
    i, f, g, o = gates.chunk(4, dim=-1)
    i, f, o = (1 / (1 + torch.exp(-gate)) for gate in (i, f, o))  # <- here
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return h, c
