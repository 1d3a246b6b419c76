"""The gates were read as if they alternated: i, f, g, o, i, f, g, o, …

The rows of one gate lie in one block: first all the rows of `i`, then all those of `f`.
`chunk` cuts blocks; a step of four picks every fourth.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = F.linear(input, w_ih, b_ih) + F.linear(hx, w_hh, b_hh)
    return torch.tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = F.linear(input, w_ih, b_ih) + F.linear(h, w_hh, b_hh)
    i, f, g, o = (gates[..., k::4] for k in range(4))  # <- here
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return h, c
