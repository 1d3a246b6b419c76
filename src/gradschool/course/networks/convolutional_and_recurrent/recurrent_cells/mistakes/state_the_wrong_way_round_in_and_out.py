"""The state is `(c, h)`, both on the way in and on the way out.

That is consistent with itself, so a loop of your own would run, but torch's order is `(h, c)`: the hidden state, which is the output, comes first.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = F.linear(input, w_ih, b_ih) + F.linear(hx, w_hh, b_hh)
    return torch.tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    c, h = hx  # <- here
    gates = F.linear(input, w_ih, b_ih) + F.linear(h, w_hh, b_hh)
    i, f, g, o = gates.chunk(4, dim=-1)
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return c, h  # <- here
