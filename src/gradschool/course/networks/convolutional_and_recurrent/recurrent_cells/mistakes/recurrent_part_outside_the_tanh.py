"""In `rnn_cell` the tanh holds only the input's part; the state's part is added afterwards.

Then nothing bounds the state, and it grows as a power of `w_hh`.
The tanh is taken of the whole sum.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    return torch.tanh(F.linear(input, w_ih, b_ih)) + F.linear(hx, w_hh, b_hh)  # <- here


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = F.linear(input, w_ih, b_ih) + F.linear(h, w_hh, b_hh)
    i, f, g, o = gates.chunk(4, dim=-1)
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return h, c
