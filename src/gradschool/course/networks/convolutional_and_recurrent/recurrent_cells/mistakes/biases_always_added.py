"""A bias of `None` is added like any other.

Layers with `bias=False` have no bias, and hand over `None`.
`F.linear(input, w_ih, b_ih)` knows what to do with it.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = input @ w_ih.T + b_ih + hx @ w_hh.T + b_hh  # <- here
    return torch.tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = input @ w_ih.T + b_ih + h @ w_hh.T + b_hh  # <- here
    i, f, g, o = gates.chunk(4, dim=-1)
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return h, c
