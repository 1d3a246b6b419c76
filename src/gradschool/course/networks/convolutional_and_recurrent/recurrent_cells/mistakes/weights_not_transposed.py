"""The weights were multiplied without being transposed.

A weight is `(out, in)`: `w_ih` has a row for each *output*.
`input @ w_ih.T`, or `F.linear`, which does it for you.
Where all sizes are equal, nothing raises, and the result is wrong.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = input @ w_ih + hx @ w_hh  # <- here
    total = total + (0 if b_ih is None else b_ih) + (0 if b_hh is None else b_hh)
    return torch.tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = input @ w_ih + h @ w_hh  # <- here
    gates = gates + (0 if b_ih is None else b_ih) + (0 if b_hh is None else b_hh)
    i, f, g, o = gates.chunk(4, dim=-1)
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return h, c
